import type { Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { accountsErrors } from './errors.ts';
import { countLogin } from './login-throttle.ts';
import { passwordsOf } from './passwords.ts';
import { findUser, type UserWithRoles } from './queries/users.ts';

/** The user behind a token. @throws not_found for one without a user, such as of the command line */
export async function ownUser(sql: Queryable, actor: Actor): Promise<UserWithRoles> {
  const user = await findUser(sql, actor.id);
  if (!user) throw platformErrors.not_found('There is no account behind this token.');
  return user;
}

/**
 * Asks again for the password before something that would lock its owner out. Wrong ones are counted like logins: who
 * found an open browser may not try passwords in it.
 * @throws not_found, password_wrong, too_many_requests
 */
export async function confirmPassword(
  ctx: Pick<Context, 'db' | 'clock' | 'rng' | 'config'>,
  actor: Actor,
  { password, address }: { password: string; address: string },
): Promise<UserWithRoles> {
  const user = await ownUser(ctx.db.sql, actor);
  const counted = await countLogin(ctx, { mail: user.mail, address, deviceToken: undefined });
  if (!(await passwordsOf(ctx).verify(user.passwordHash, password)))
    throw accountsErrors.password_wrong('The present password is another one.', {
      errors: [{ field: 'currentPassword', reason: 'is not the present one' }],
    });
  await counted.passed();
  return user;
}
