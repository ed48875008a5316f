import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { placesErrors } from '../errors.ts';
import { placesEvents } from '../events.ts';
import { lockPlace, updatePlace, type Place } from '../queries/places.ts';
import type { Reach } from '../queries/scope.ts';
import { naturalKey } from '../rules/natural-key.ts';
import type { placePatch } from '../schema.ts';

/** @throws not_found, precondition_failed, place_archived, place_exists */
export async function changePlace(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: z.output<typeof placePatch>; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock'>,
): Promise<Place> {
  const row = requireVersion(await lockPlace(tx, id, reach), ifVersion, `place ${id}`);
  if (row.archivedAt) throw placesErrors.place_archived('What is archived is not changed any more.');
  const changes = changesOf<Partial<Place>>(row, patch);
  if (Object.keys(changes).length === 0) return row;
  const next = { ...row, ...changes };
  const saved = await updatePlace(
    tx,
    id,
    {
      ...changes,
      naturalKey: naturalKey(next, next),
      version: row.version + 1,
      updatedAt: ports.clock.now(),
    },
    next,
  ).catch((error: { code?: string }) => {
    if (error.code !== '23505') throw error;
    throw placesErrors.place_exists(`Another place has the reference ${patch.reference}.`, {
      errors: [{ field: 'reference', reason: 'is taken' }],
      cause: error,
    });
  });
  const event = {
    event: placesEvents.placeChanged,
    subject: { entity: 'place', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: { changed: Object.keys(changes) },
    change: changeOf(row, changes),
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}
