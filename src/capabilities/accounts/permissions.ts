import type { PermissionCatalogue } from '../../platform/auth/scopes.ts';

const everyone = {
  customer: 'own',
  driver: 'own',
  carrier: 'own',
  host: 'own',
  dispatcher: 'own',
  support: 'own',
  admin: 'own',
} as const;

/** Whoever logged in has the first two, whatever their roles. */
export const permissions = {
  'me:read': { meaning: 'See one’s own account and sessions', roles: everyone },
  'me:write': { meaning: 'Change one’s own account, password and sessions', roles: everyone },
  'user:read': { meaning: 'See who can log in', roles: { support: 'all', admin: 'all' } },
  'user:write': { meaning: 'Change and deactivate users', roles: { admin: 'all' } },
  'invitation:read': {
    meaning: 'See invitations',
    roles: { dispatcher: 'all', support: 'all', admin: 'all' },
  },
  'invitation:write': {
    meaning: 'Invite drivers, customers, carriers and hosts; others with user:write too',
    roles: { dispatcher: 'all', admin: 'all' },
  },
} satisfies PermissionCatalogue;
