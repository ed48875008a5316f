import type { Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { factorErrors } from './factor-errors.ts';
import { findConfirmation } from './queries/factor-sessions.ts';
import { summarizeFactors, type FactorSummary } from './queries/factor-states.ts';
import { findUser, type User } from './queries/users.ts';
import { confirmationMethods, isRecent } from './rules/recent-login.ts';

/** The user who asks about their own account. @throws not_found for a token without one, such as of the command line */
export async function requireOwnUser(sql: Queryable, actor: Actor): Promise<User> {
  const user = await findUser(sql, actor.id);
  if (!user) throw platformErrors.not_found('There is no account behind this token.');
  return user;
}

/**
 * The user, if they showed within the last minutes who they are: factors are not changed in a browser that somebody
 * left open.
 * @throws not_found, recent_login_needed
 */
export async function requireRecentLogin(
  sql: Queryable,
  ctx: Pick<Context, 'clock'>,
  actor: Actor,
): Promise<{ user: User; summary: FactorSummary }> {
  const user = await requireOwnUser(sql, actor);
  const session = actor.sessionId === undefined ? undefined : await findConfirmation(sql, actor.sessionId);
  const summary = await summarizeFactors(sql, user.id);
  if (session && isRecent(session, ctx.clock.now())) return { user, summary };
  throw factorErrors.recent_login_needed('Show again who you are: POST /v1/me/confirmation.', {
    members: { methods: confirmationMethods(summary, user.passwordHash !== null) },
  });
}
