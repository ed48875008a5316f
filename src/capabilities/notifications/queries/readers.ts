import type { Transaction } from '../../../platform/db/database.ts';

/** Counts what a reader does, for the order of their events. */
export async function raiseReader(
  tx: Transaction,
  partyId: string,
  readUpTo: string | null,
): Promise<{ version: number }> {
  const [row] = await tx<{ version: number }[]>`
    insert into notifications.readers as r (party_id, version, read_up_to) values (${partyId}, 1, ${readUpTo})
    on conflict (party_id) do update
      set version = r.version + 1, read_up_to = greatest(r.read_up_to, excluded.read_up_to)
    returning version`;
  return row as { version: number };
}

/** False when it was read before. */
export async function insertRead(tx: Transaction, partyId: string, noticeId: string): Promise<boolean> {
  const rows = await tx`
    insert into notifications.reads (party_id, notice_id) values (${partyId}, ${noticeId})
    on conflict do nothing returning notice_id`;
  return rows.length > 0;
}

/** What is read as a whole needs no marks of its own. */
export async function deleteReadsUpTo(tx: Transaction, partyId: string, noticeId: string): Promise<void> {
  await tx`delete from notifications.reads where party_id = ${partyId} and notice_id <= ${noticeId}`;
}
