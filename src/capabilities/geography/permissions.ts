import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'map:use': {
    meaning: 'Plan routes, search addresses and match tracks on the imported maps',
    roles: {
      customer: 'all',
      driver: 'all',
      carrier: 'all',
      host: 'all',
      dispatcher: 'all',
      support: 'all',
      admin: 'all',
    },
  },
  'map:manage': { meaning: 'Bring in maps', roles: { admin: 'all' } },
} satisfies Record<string, PermissionDefinition>;
