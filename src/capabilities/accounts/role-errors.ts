import { defineErrors } from '../../platform/errors/problem.ts';

export const roleErrors = defineErrors({
  role_exists: { status: 409, title: 'There is already a role of this name' },
  role_in_use: { status: 409, title: 'Somebody has this role' },
  role_fixed: { status: 409, title: 'This role cannot be changed so' },
  last_admin: { status: 409, title: 'Nobody would be an admin any more' },
  beyond_own_rights: { status: 403, title: 'Nobody grants more than they hold' },
  key_not_active: { status: 409, title: 'The key is revoked or has expired' },
});
