import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

const office = { dispatcher: 'all', admin: 'all' } as const;
/** queries/scope.ts tells all of them apart. */
const scopes = ['own', 'party', 'region', 'all'] as const;

export const permissions = {
  'place:read': {
    meaning: 'See places and regions',
    roles: { ...office, driver: 'all', support: 'all', customer: 'party', carrier: 'party', host: 'party' },
    scopes,
  },
  'place:write': {
    meaning: 'Add and change places',
    roles: { ...office, customer: 'party', host: 'party' },
    scopes,
  },
  'place:import': { meaning: 'Bring in many places at once', roles: office },
  'region:write': { meaning: 'Draw regions', roles: office },
} satisfies Record<string, PermissionDefinition>;
