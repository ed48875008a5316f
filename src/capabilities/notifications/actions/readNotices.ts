import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { notificationsEvents } from '../events.ts';
import { deleteReadsUpTo, insertRead, raiseReader } from '../queries/readers.ts';

/** Marks one notice as read by a person, or all up to it. Twice is once. */
export async function readNotices(
  tx: Transaction,
  { partyId, noticeId, all }: { partyId: string; noticeId: string; all: boolean },
  actor: Actor,
  ports: Pick<Ports, 'clock'>,
): Promise<void> {
  if (!all && !(await insertRead(tx, partyId, noticeId))) return;
  const { version } = await raiseReader(tx, partyId, all ? noticeId : null);
  if (all) await deleteReadsUpTo(tx, partyId, noticeId);
  const event = {
    event: notificationsEvents.noticesRead,
    subject: { entity: 'notice_reader', id: partyId },
    sequence: version,
    actor,
    payload: { partyId, all },
  };
  await publish(tx, [event], ports);
}
