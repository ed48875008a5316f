import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { forgetAllDevices } from '../factor-changes.ts';
import { accountsEvents } from '../events.ts';
import type { User } from '../queries/users.ts';
import { saveUser } from './changeUser.ts';
import { endSessions } from './endSessions.ts';
import { noticeMail } from './noticeMail.ts';

/** Sets a new password of a locked user, ends the other sessions, and tells the owner by mail. */
export async function setPassword(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'db'>,
  user: User,
  {
    passwordHash,
    by,
    actor,
    keepSession,
    address,
  }: {
    passwordHash: string;
    by: 'owner' | 'link';
    actor: Actor;
    keepSession?: string | undefined;
    address: string | null;
  },
): Promise<void> {
  const changes = {
    passwordHash,
    passwordChangedAt: ctx.clock.now(),
    // Whoever follows a link in a mail has shown that the address is theirs.
    ...(by === 'link' && user.mailVerifiedAt === null && { mailVerifiedAt: ctx.clock.now() }),
  };
  const told = { event: accountsEvents.passwordChanged, payload: { by }, actor, kind: 'password' as const };
  await saveUser(tx, ctx, user, changes, { ...told, address });
  const reason = by === 'link' ? 'passwordReset' : 'passwordChanged';
  await endSessions(tx, ctx, { userId: user.id, except: keepSession }, { reason, actor, address });
  await forgetAllDevices(tx, ctx, user.id);
  await noticeMail(tx, {
    notice: 'passwordChanged',
    mail: user.mail,
    name: user.name,
    language: user.language,
  });
}
