import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'party:read': {
    meaning: 'See people and companies',
    roles: {
      customer: 'party',
      driver: 'own',
      carrier: 'party',
      host: 'party',
      dispatcher: 'all',
      support: 'all',
      admin: 'all',
    },
  },
  'party:contact': {
    meaning: 'See mail addresses and phones of others in full; otherwise just enough to recognise them',
    roles: {
      customer: 'party',
      driver: 'own',
      carrier: 'party',
      host: 'party',
      dispatcher: 'all',
      admin: 'all',
    },
  },
  'party:write': {
    meaning: 'Change people and companies; to add and archive them it must reach all',
    roles: { customer: 'own', driver: 'own', carrier: 'own', host: 'own', dispatcher: 'all', admin: 'all' },
  },
} satisfies Record<string, PermissionDefinition>;
