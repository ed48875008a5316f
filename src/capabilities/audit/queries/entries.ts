import type { Queryable } from '../../../platform/db/database.ts';

/** One line of the trail as it is written; the database adds the transaction and the time. */
export interface NewEntry {
  id: string;
  kind: string;
  outcome: string;
  operation: string;
  actorKind: string;
  actorId: string;
  address: string | null;
  requestId: string | null;
  entity: string | null;
  entityId: string | null;
  detail: Record<string, unknown>;
}

/** Not sent until awaited: also for `tx.withCommit`. */
export const insertEntries = (sql: Queryable, entries: readonly NewEntry[]) => sql`
  insert into audit.entries ${sql(entries as never)}`;
