import type { Queryable } from '../../../platform/db/database.ts';
import { plainInsert } from '../../../platform/db/last-statements.ts';
import { escapeLike } from '../../../platform/db/search.ts';

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

export interface Entry extends NewEntry {
  occurredAt: Date;
}

const columns = (sql: Queryable) => sql`
  e.id, e.occurred_at, e.kind, e.outcome, e.operation, e.actor_kind, e.actor_id, e.address, e.request_id, e.entity,
  e.entity_id, e.detail`;

/**
 * One entry, by a statement that is the same for every write; its detail is JSON already. Not sent until awaited: also
 * for `tx.withCommit`.
 */
export const insertEntry = (sql: Queryable, entry: Omit<NewEntry, 'detail'> & { detail: string }) =>
  plainInsert(
    'audit.entries',
    sql`
      insert into audit.entries (
        id, kind, outcome, operation, actor_kind, actor_id, address, request_id, entity, entity_id, detail)
      values (
        ${entry.id}, ${entry.kind}, ${entry.outcome}, ${entry.operation}, ${entry.actorKind}, ${entry.actorId},
        ${entry.address}, ${entry.requestId}, ${entry.entity}, ${entry.entityId}, ${entry.detail}::text::jsonb)`,
  );

/** Several at once. */
export const insertEntries = (sql: Queryable, entries: readonly NewEntry[]) => sql`
  insert into audit.entries ${sql(entries as never)}`;

export interface EntryFilter {
  actorId?: string | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
  operation?: string | undefined;
  kind?: string | undefined;
  outcome?: string | undefined;
  requestId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Part of any text of the entry. */
  q?: string | undefined;
  /** Whether `q` may look into details and addresses. */
  inDetail: boolean;
  beforeId?: string | undefined;
  limit: number;
}

/** Newest first, by their ids, whose order is the time at which they were made. */
export function listEntries(sql: Queryable, filter: EntryFilter): Promise<Entry[]> {
  const { actorId, entity, entityId, operation, kind, outcome, requestId, from, to, beforeId, limit } =
    filter;
  return sql<Entry[]>`
    select ${columns(sql)} from audit.entries e
    where true
      ${actorId ? sql`and e.actor_id = ${actorId}` : sql``}
      ${entity ? sql`and e.entity = ${entity}` : sql``}
      ${entityId ? sql`and e.entity_id = ${entityId}` : sql``}
      ${operation ? sql`and e.operation = ${operation}` : sql``}
      ${kind ? sql`and e.kind = ${kind}` : sql``}
      ${outcome ? sql`and e.outcome = ${outcome}` : sql``}
      ${requestId ? sql`and e.request_id = ${requestId}` : sql``}
      ${from ? sql`and e.occurred_at >= ${from} and e.id >= ${idAt(from, -clockSlackMs)}` : sql``}
      ${to ? sql`and e.occurred_at < ${to} and e.id < ${idAt(to, clockSlackMs)}` : sql``}
      ${beforeId ? sql`and e.id < ${beforeId}` : sql``}
      ${holding(sql, filter)}
    order by e.id desc limit ${limit}`;
}

function holding(sql: Queryable, { q, inDetail }: EntryFilter) {
  if (!q) return sql``;
  const pattern = `%${escapeLike(q)}%`;
  return sql`and (e.operation ilike ${pattern} or e.actor_id ilike ${pattern} or e.entity_id ilike ${pattern}
    ${inDetail ? sql`or e.address ilike ${pattern} or e.detail::text ilike ${pattern}` : sql``})`;
}

/** How far the clock of a node, which makes ids, may be from the database's, which dates entries. */
const clockSlackMs = 2 * 3_600_000;

/** The smallest id of a time (UUID version 7). */
function idAt(time: Date, shiftMs: number): string {
  const hex = Math.max(0, time.getTime() + shiftMs)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

export async function findEntry(sql: Queryable, id: string): Promise<(Entry & Sealed) | undefined> {
  const [row] = await sql<(Entry & Sealed)[]>`
    select ${columns(sql)}, l.position, encode(l.hash, 'hex') as hash
    from audit.entries e left join audit.links l on l.entry_id = e.id
    where e.id = ${id} limit 1`;
  return row;
}

interface Sealed {
  position: number | null;
  hash: string | null;
}

export interface StreamFilter {
  after: readonly [transactionId: string, id: string];
  kinds?: readonly string[] | undefined;
  outcome?: string | undefined;
  since?: Date | undefined;
  limit: number;
}

/** Security events in the order of their commits, only those that none can come before any more. */
export const securityStream = (
  sql: Queryable,
  { after, kinds, outcome, since, limit }: StreamFilter,
): Promise<(Entry & { cursor: string })[]> => sql`
  select ${columns(sql)}, e.transaction_id || '.' || e.id as cursor from audit.entries e
  where e.kind <> 'action' and (e.transaction_id, e.id) > (${after[0]}::text::xid8, ${after[1]}::uuid)
    and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    ${kinds ? sql`and e.kind = any(${kinds as string[]}::text[])` : sql``}
    ${outcome ? sql`and e.outcome = ${outcome}` : sql``}
    ${since ? sql`and e.occurred_at >= ${since}` : sql``}
  order by e.transaction_id, e.id limit ${limit}`;

/** Where a reader that wants only what comes from now on should start. */
export async function latestSecurityCursor(sql: Queryable): Promise<string | undefined> {
  const [row] = await sql<{ cursor: string }[]>`
    select transaction_id || '.' || id as cursor from audit.entries
    where kind <> 'action' and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction_id desc, id desc limit 1`;
  return row?.cursor;
}
