import type { PermissionDefinition } from '../../platform/auth/permissions.ts';

export const permissions = {
  'audit:read': {
    meaning: 'See who did what and when; values and addresses are masked without audit:detail',
    roles: { support: 'all', admin: 'all' },
  },
  'audit:detail': {
    meaning: 'See what audit entries hold: values before and after, input, addresses',
    roles: { admin: 'all' },
  },
  'security:read': {
    meaning: 'Follow security events: logins, factors, rights, keys, limits, denials',
    roles: { admin: 'all' },
  },
} satisfies Record<string, PermissionDefinition>;
