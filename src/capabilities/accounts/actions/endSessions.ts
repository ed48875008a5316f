import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { securityEvents } from '../../audit/api.ts';
import { announceRights } from '../../live/api.ts';
import { accountsEvents } from '../events.ts';
import { endSessions as end } from '../queries/sessions.ts';

/** Why a session ended; shown in its event and to security. */
export type EndReason =
  | 'loggedOut'
  | 'ended'
  | 'refreshReused'
  | 'passwordChanged'
  | 'passwordReset'
  | 'mailChanged'
  | 'deactivated'
  | 'factorsChanged';

/**
 * Ends sessions of a user: one (`only`), all, or all but one. When the transaction has committed, every process forgets
 * who they were and closes their live sockets. Gives how many there were.
 */
export async function endSessions(
  tx: Transaction,
  ctx: Pick<Context, 'db' | 'clock' | 'rng'>,
  which: { userId: string; only?: string | undefined; except?: string | undefined },
  { reason, actor, address = null }: { reason: EndReason; actor: Actor; address?: string | null },
): Promise<number> {
  const ended = await end(tx, which, { now: ctx.clock.now(), reason });
  if (ended.length === 0) return 0;
  const { userId } = which;
  const events = ended.map(({ id, version }) => ({
    event: accountsEvents.sessionEnded,
    subject: { entity: 'session', id },
    sequence: version,
    actor,
    payload: { userId, reason },
  }));
  tx.withCommit(insertEvents(tx, events, ctx));
  const notes = ended.map(({ id }) => ({
    kind: reason === 'loggedOut' ? ('logout' as const) : ('session' as const),
    outcome: reason === 'refreshReused' ? ('denied' as const) : ('success' as const),
    operation: `accounts.${reason === 'loggedOut' ? 'logout' : 'sessionEnded'}`,
    actor,
    subject: { entity: 'user', id: userId },
    address,
    detail: { sessionId: id, reason },
  }));
  tx.withCommit(securityEvents(tx, ctx, notes));
  announceRights(tx, ctx, userId);
  return ended.length;
}
