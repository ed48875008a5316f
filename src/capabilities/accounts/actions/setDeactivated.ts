import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { accountsEvents } from '../events.ts';
import { checkLastAdmin } from '../queries/grants.ts';
import { lockUser } from '../queries/users.ts';
import { roleErrors } from '../role-errors.ts';
import { saveUser } from './changeUser.ts';
import { endSessions } from './endSessions.ts';

/** Lets a user in no more, or again. Either way they are logged out everywhere. @throws conflict, last_admin */
export async function setDeactivated(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'db'>,
  { id, deactivated, address }: { id: string; deactivated: boolean; address: string },
  actor: Actor,
): Promise<void> {
  const user = await lockUser(tx, id);
  if (!user || (user.deactivatedAt !== null) === deactivated) return;
  if (deactivated && actor.id === id)
    throw platformErrors.conflict('Nobody deactivates themselves; let another admin do it.');
  const event = deactivated ? accountsEvents.userDeactivated : accountsEvents.userReactivated;
  const deactivatedAt = deactivated ? ctx.clock.now() : null;
  await saveUser(tx, ctx, user, { deactivatedAt }, { event, actor, kind: 'account', address });
  await endSessions(tx, ctx, { userId: id }, { reason: 'deactivated', actor, address });
  if (!deactivated) return;
  await checkLastAdmin(tx).catch((cause: { constraint_name?: string }) => {
    if (cause.constraint_name !== 'last_admin') throw cause;
    throw roleErrors.last_admin('Make somebody else an admin first.', { cause });
  });
}
