import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { partiesEvents } from '../events.ts';
import { lockParty, updateParty, type Party } from '../queries/parties.ts';
import type { Reach } from '../queries/scope.ts';
import { openNotes } from '../sealed-notes.ts';

/** Hides a party from lists and new work; what refers to it keeps it. Archiving twice is once. */
export async function archiveParty(
  tx: Transaction,
  { id, ifVersion }: { id: string; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock' | 'secrets'>,
): Promise<Party> {
  const row = requireVersion(await lockParty(tx, id, reach), ifVersion, `party ${id}`);
  if (row.archivedAt) return openNotes(ports, row);
  const now = ports.clock.now();
  const saved = await updateParty(tx, id, { archivedAt: now, version: row.version + 1, updatedAt: now });
  const event = {
    event: partiesEvents.partyArchived,
    subject: { entity: 'party', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: {},
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return openNotes(ports, saved);
}
