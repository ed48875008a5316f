import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'upload:create': {
    meaning: 'Upload files such as proofs',
    roles: {
      customer: 'own',
      driver: 'own',
      carrier: 'own',
      host: 'own',
      support: 'all',
      dispatcher: 'all',
      admin: 'all',
    },
  },
  'upload:read': {
    meaning: 'See uploads and what is in them',
    roles: {
      customer: 'own',
      driver: 'own',
      carrier: 'own',
      host: 'own',
      support: 'all',
      dispatcher: 'all',
      admin: 'all',
    },
  },
} satisfies Record<string, PermissionDefinition>;
