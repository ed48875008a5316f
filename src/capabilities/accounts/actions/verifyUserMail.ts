import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { accountsErrors } from '../errors.ts';
import { accountsEvents } from '../events.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { lockUser, type User } from '../queries/users.ts';
import { saveUser } from './changeUser.ts';
import { personOf } from './startSession.ts';

/** Notes that a user has shown that their address is theirs. @throws link_not_valid when they have another one by now */
export async function verifyUserMail(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'db'>,
  { userId, mail }: { userId: string; mail: string },
): Promise<User> {
  const user = await lockUser(tx, userId);
  if (!user || user.mail.toLowerCase() !== mail.toLowerCase()) throw linkNotValid();
  if (user.deactivatedAt) throw accountsErrors.user_deactivated('Ask your operator.');
  if (user.mailVerifiedAt) return user;
  const told = {
    event: accountsEvents.userChanged,
    payload: { changed: ['mailVerifiedAt'] },
    actor: personOf(user.id, user.partyId),
    kind: 'account' as const,
  };
  return saveUser(tx, ctx, user, { mailVerifiedAt: ctx.clock.now() }, told);
}
