import type { Queryable } from '../../platform/db/database.ts';
import { factorErrors } from './factor-errors.ts';
import { listPasskeys } from './queries/factor-passkeys.ts';
import { listOidcIdentities } from './queries/oidc-identities.ts';
import type { User } from './queries/users.ts';

/**
 * After something was taken away: a password, a passkey or a linked sign-in must be left.
 * @throws last_way_in
 */
export async function requireWayIn(sql: Queryable, user: Pick<User, 'id' | 'passwordHash'>): Promise<void> {
  if (user.passwordHash !== null) return;
  const [passkeys, identities] = await Promise.all([
    listPasskeys(sql, user.id),
    listOidcIdentities(sql, user.id),
  ]);
  if (passkeys.length + identities.length > 0) return;
  throw factorErrors.last_way_in(
    'Set a password, or add a passkey or another sign-in, and then remove this.',
  );
}
