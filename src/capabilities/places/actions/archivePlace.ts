import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { placesEvents } from '../events.ts';
import { lockPlace, updatePlace, type Place } from '../queries/places.ts';
import type { Reach } from '../queries/scope.ts';

/** Hides a place from lists and from the nearest; what names it keeps it. Archiving twice is once. */
export async function archivePlace(
  tx: Transaction,
  { id, ifVersion }: { id: string; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock'>,
): Promise<Place> {
  const row = requireVersion(await lockPlace(tx, id, reach), ifVersion, `place ${id}`);
  if (row.archivedAt) return row;
  const now = ports.clock.now();
  const changes = { archivedAt: now, version: row.version + 1, updatedAt: now };
  const saved = await updatePlace(tx, id, changes, row);
  const event = {
    event: placesEvents.placeArchived,
    subject: { entity: 'place', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: {},
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}
