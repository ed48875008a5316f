import { systemActor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { notificationsEvents } from '../events.ts';
import { insertNotices } from '../queries/notices.ts';

export interface NewNotice {
  /** The name of the event that it tells of. */
  kind: string;
  subject: { entity: string; id: string };
  /** How people call the subject; at most 200 characters are kept. */
  title: string;
  detail?: string | null;
  /** One person, or the office; of the office those of a region are told of theirs only. */
  to: { partyId: string } | { office: true; regionId: string | null };
  /** The id of the actor who made it happen: they know already. */
  causedBy: string;
}

const actor = systemActor('notifications');
const longestTitle = 200;

/** Tells people of something, in the caller's transaction. */
export async function giveNotices(
  tx: Transaction,
  notices: readonly NewNotice[],
  ports: Ports,
): Promise<void> {
  if (notices.length === 0) return;
  const givenAt = ports.clock.now();
  // Made in one millisecond ids have no order; the list goes by them.
  const ids = notices.map(() => newId(ports)).sort();
  const rows = notices.map(({ kind, subject, title, detail, to, causedBy }, index) => ({
    id: ids[index] as string,
    kind,
    entity: subject.entity,
    entityId: subject.id,
    title: title.slice(0, longestTitle),
    detail: detail ?? null,
    partyId: 'partyId' in to ? to.partyId : null,
    regionId: 'office' in to ? to.regionId : null,
    causedBy,
    givenAt,
  }));
  await insertNotices(tx, rows);
  const events = rows.map(({ id, kind, partyId }) => ({
    event: notificationsEvents.noticeGiven,
    subject: { entity: 'notice', id },
    sequence: 1,
    actor,
    payload: { kind, partyId },
  }));
  await publish(tx, events, ports);
}
