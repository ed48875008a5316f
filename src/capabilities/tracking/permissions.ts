import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'position:read': {
    meaning: 'See where vehicles and drivers are and were',
    roles: {
      driver: 'own',
      carrier: 'party',
      host: 'party',
      dispatcher: 'all',
      support: 'all',
      admin: 'all',
    },
    scopes: ['own', 'party', 'region'],
  },
  'position:write': {
    meaning: 'Report positions',
    roles: { driver: 'own', carrier: 'party', dispatcher: 'all', admin: 'all' },
  },
  'device:manage': {
    meaning: 'Register devices and set up phones, and draw geofences',
    roles: { dispatcher: 'all', admin: 'all' },
  },
} satisfies Record<string, PermissionDefinition>;
