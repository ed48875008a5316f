import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'calendar:read': {
    meaning: 'See when vehicles and drivers are taken',
    roles: {
      driver: 'own',
      carrier: 'party',
      host: 'party',
      dispatcher: 'all',
      support: 'all',
      admin: 'all',
    },
  },
  'calendar:write': {
    meaning: 'Block times of vehicles and drivers',
    roles: { driver: 'own', carrier: 'party', host: 'party', dispatcher: 'all', admin: 'all' },
  },
} satisfies Record<string, PermissionDefinition>;
