import type { PermissionCatalogue } from '../../platform/auth/scopes.ts';

const everyoneOwn = {
  customer: 'own',
  driver: 'own',
  carrier: 'own',
  host: 'own',
  dispatcher: 'own',
  support: 'all',
  admin: 'all',
} as const;

/** Scope of `grant` and `key`: which users, whose keys. Roles belong to nobody: each scope reaches all of them. */
export const rolePermissions = {
  'role:read': { meaning: 'See roles and what they may do', roles: { support: 'all', admin: 'all' } },
  'role:write': { meaning: 'Make, change and delete roles', roles: { admin: 'all' } },
  'grant:read': { meaning: 'See which roles users have', roles: everyoneOwn, scopes: ['own', 'party'] },
  'grant:write': {
    meaning: 'Give roles to users and take them away',
    roles: { admin: 'all' },
    scopes: ['party'],
  },
  'access:explain': {
    meaning: 'Ask why somebody may do something or not',
    roles: everyoneOwn,
    scopes: ['own', 'party'],
  },
  'key:read': {
    meaning: 'See keys for programs',
    roles: {
      customer: 'own',
      carrier: 'own',
      host: 'own',
      dispatcher: 'own',
      support: 'all',
      admin: 'all',
    },
    scopes: ['own', 'party'],
  },
  'key:write': {
    meaning: 'Make, change, rotate and revoke keys for programs',
    roles: { customer: 'own', carrier: 'own', host: 'own', dispatcher: 'own', admin: 'all' },
    scopes: ['own', 'party'],
  },
} satisfies PermissionCatalogue;
