import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { partiesErrors } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty, updateParty, type Party } from '../queries/parties.ts';
import type { Reach } from '../queries/scope.ts';
import type { partyPatch } from '../schema.ts';

/** @throws not_found, precondition_failed, party_archived, party_exists */
export async function changeParty(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: z.output<typeof partyPatch>; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock'>,
): Promise<Party> {
  const row = requireVersion(await lockParty(tx, id, reach), ifVersion, `party ${id}`);
  if (row.archivedAt) throw partiesErrors.party_archived('What is archived is not changed any more.');
  const { notes: _, ...withoutNotes } = patch;
  const changes = changesOf<Partial<Party>>(row, reach.scope === 'all' ? patch : withoutNotes);
  if (Object.keys(changes).length === 0) return row;
  const saved = await updateParty(tx, id, {
    ...changes,
    version: row.version + 1,
    updatedAt: ports.clock.now(),
  }).catch((error: { code?: string }) => {
    if (error.code !== '23505') throw error;
    throw partiesErrors.party_exists(`Another party has the reference ${patch.reference}.`, {
      errors: [{ field: 'reference', reason: 'is taken' }],
      cause: error,
    });
  });
  const event = {
    event: partiesEvents.partyChanged,
    subject: { entity: 'party', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: { changed: Object.keys(changes) },
    change: changeOf(row, changes),
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}
