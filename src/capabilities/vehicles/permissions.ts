import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

const fleet = { carrier: 'party', host: 'party', dispatcher: 'all', admin: 'all' } as const;

export const permissions = {
  'vehicle:read': { meaning: 'See vehicles', roles: { ...fleet, driver: 'all', support: 'all' } },
  'vehicle:write': { meaning: 'Add, change, repair and retire vehicles', roles: fleet },
} satisfies Record<string, PermissionDefinition>;
