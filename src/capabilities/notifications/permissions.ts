import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'notice:read': {
    meaning: 'Be told what needs an eye: oneself only, or with region and all what concerns the office',
    roles: {
      customer: 'own',
      driver: 'own',
      carrier: 'own',
      host: 'own',
      dispatcher: 'all',
      support: 'all',
      admin: 'all',
    },
    scopes: ['own', 'region', 'all'],
  },
} satisfies Record<string, PermissionDefinition>;
