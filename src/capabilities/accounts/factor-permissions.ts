import type { PermissionCatalogue } from '../../platform/auth/scopes.ts';

const everyoneOwn = {
  customer: 'own',
  driver: 'own',
  carrier: 'own',
  host: 'own',
  dispatcher: 'own',
  support: 'own',
  admin: 'own',
} as const;

/** Everyone who logged in holds `factor:manage` over their own account, whatever their roles. */
export const factorPermissions = {
  'factor:manage': {
    meaning: 'Add and remove own second factors, passkeys, remembered devices and sign-ins',
    roles: everyoneOwn,
  },
  'factor:reset': {
    meaning: 'Remove all second factors of a user who lost them',
    roles: { admin: 'all' },
  },
  'factor-policy:read': {
    meaning: 'See who must have a second factor',
    roles: { support: 'all', admin: 'all' },
  },
  'factor-policy:write': { meaning: 'Say who must have a second factor', roles: { admin: 'all' } },
  'oidc-connection:read': {
    meaning: 'See connections to sign-in providers',
    roles: { support: 'all', admin: 'all' },
  },
  'oidc-connection:write': {
    meaning: 'Make and change connections to sign-in providers',
    roles: { admin: 'all' },
  },
} satisfies PermissionCatalogue;
