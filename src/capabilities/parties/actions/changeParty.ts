import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { whenTaken } from '../../../platform/errors/when-taken.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { partiesErrors } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty, updateParty, type Party } from '../queries/parties.ts';
import type { Reach } from '../queries/scope.ts';
import type { partyPatch } from '../schema.ts';
import { openNotes, sealNotes } from '../sealed-notes.ts';
import { endOtherOperators } from './endOtherOperators.ts';

/** @throws not_found, precondition_failed, party_archived, party_exists */
export async function changeParty(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: z.output<typeof partyPatch>; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock' | 'secrets'>,
): Promise<Party> {
  const row = await openNotes(
    ports,
    requireVersion(await lockParty(tx, id, reach), ifVersion, `party ${id}`),
  );
  if (row.archivedAt) throw partiesErrors.party_archived('What is archived is not changed any more.');
  // What is the office's to say.
  const { notes: _notes, operator: _operator, ...own } = patch;
  const changes = changesOf<Partial<Party>>(row, reach.scope === 'all' ? patch : own);
  if (Object.keys(changes).length === 0) return row;
  if (changes.operator) await endOtherOperators(tx, id, reach.actor, ports);
  const saved = await updateParty(tx, id, {
    ...changes,
    ...(changes.notes !== undefined && { notes: sealNotes(ports, id, changes.notes) }),
    version: row.version + 1,
    updatedAt: ports.clock.now(),
  }).catch(
    whenTaken('reference', (taken) =>
      partiesErrors.party_exists(`Another party has the reference ${patch.reference}.`, taken),
    ),
  );
  const event = {
    event: partiesEvents.partyChanged,
    subject: { entity: 'party', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: { changed: Object.keys(changes) },
    change: changeOf(row, changes),
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return openNotes(ports, saved);
}
