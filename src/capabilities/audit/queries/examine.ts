import type { Queryable } from '../../../platform/db/database.ts';
import type { ExaminedLink } from '../rules/examine-chain.ts';
import { contentHash } from './links.ts';

/** Links beside what their entries say now, in the order of the chain. */
export const examinedLinks = (
  sql: Queryable,
  { from, to }: { from: number; to: number },
): Promise<ExaminedLink[]> => sql<ExaminedLink[]>`
  select l.position, l.day, l.transaction_id::text as transaction_id, l.entry_id,
    (extract(epoch from l.occurred_at) * 1000000)::bigint::text as occurred_at_micros,
    l.content_hash, l.hash, e.id is not null as found,
    case when e.id is not null and ${contentHash(sql)} <> l.content_hash then ${contentHash(sql)} end
      as other_content_hash,
    coalesce(e.occurred_at <> l.occurred_at, false) as other_time
  from audit.links l left join audit.entries e on e.transaction_id = l.transaction_id and e.id = l.entry_id
  where l.position between ${from} and ${to}
  order by l.position`;

/** Positions of the first and last link of the days from one to another; null where there is none. */
export async function positionsOf(
  sql: Queryable,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<{ first: number | null; last: number | null }> {
  const [row] = await sql<{ first: number | null; last: number | null }[]>`
    select min(position) as first, max(position) as last from audit.links
    where true ${from ? sql`and day >= ${from}` : sql``} ${to ? sql`and day <= ${to}` : sql``}`;
  return row!;
}

export async function hashesAt(sql: Queryable, positions: readonly number[]): Promise<Map<number, Buffer>> {
  const rows = await sql<{ position: number; hash: Buffer }[]>`
    select position, hash from audit.links
    where position = any(${positions.map(String)}::bigint[])`;
  return new Map(rows.map(({ position, hash }) => [position, hash]));
}

/** Entries that stand before the end of the chain and are not in it. */
export const entriesOutsideChain = (sql: Queryable, limit: number): Promise<{ id: string }[]> => sql`
  select e.id from audit.entries e
  where (e.transaction_id, e.id) <= (
      select l.transaction_id, l.entry_id from audit.links l order by l.position desc limit 1)
    and not exists (select from audit.links l where l.entry_id = e.id)
  order by e.id limit ${limit}`;

export async function countNotSealed(sql: Queryable): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from audit.entries e
    where (e.transaction_id, e.id) > (
      select coalesce(max(l.transaction_id), '0'::xid8), '00000000-0000-0000-0000-000000000000'::uuid from audit.links l)
      and not exists (select from audit.links l where l.entry_id = e.id)`;
  return row!.count;
}

/** The whole is read in one piece, however long it takes. */
export const withoutTimeout = (sql: Queryable) => sql`set local statement_timeout = 0`;
