import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { LinkContent } from '../rules/chain.ts';

export interface ChainEnd {
  position: number;
  day: string;
  transactionId: string;
  entryId: string;
  hash: Buffer;
}

/** What a link covers of an entry `e`, beside its time and place. Written out here: a function could be replaced. */
export const contentHash = (sql: Queryable) => sql`
  sha256(convert_to(row(e.kind, e.outcome, e.operation, e.actor_kind, e.actor_id, e.address, e.request_id,
    e.entity, e.entity_id, e.detail)::text, 'UTF8'))`;

/** One process at a time makes links; the others wait their turn. */
export async function lockChain(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('audit.links'))`;
}

export async function chainEnd(sql: Queryable): Promise<ChainEnd | undefined> {
  const [row] = await sql<ChainEnd[]>`
    select position, day, transaction_id::text as transaction_id, entry_id, hash from audit.links
    order by position desc limit 1`;
  return row;
}

/** Entries behind the end whose transaction is older than every one still open: none can come before them any more. */
export const entriesToLink = (
  tx: Transaction,
  after: Pick<ChainEnd, 'transactionId' | 'entryId'>,
  limit: number,
): Promise<Omit<LinkContent, 'position' | 'day'>[]> => tx`
  select e.transaction_id::text as transaction_id, e.id as entry_id,
    (extract(epoch from e.occurred_at) * 1000000)::bigint::text as occurred_at_micros,
    ${contentHash(tx)} as content_hash
  from audit.entries e
  where (e.transaction_id, e.id) > (${after.transactionId}::text::xid8, ${after.entryId}::uuid)
    and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
  order by e.transaction_id, e.id limit ${limit}`;

export async function insertLinks(
  tx: Transaction,
  links: readonly (LinkContent & { hash: Buffer })[],
): Promise<void> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  await tx`
    insert into audit.links (position, day, transaction_id, entry_id, occurred_at, content_hash, hash)
    select position, day, transaction_id::xid8, entry_id,
      'epoch'::timestamptz + micros * interval '1 microsecond',
      decode(content, 'hex'), decode(hash, 'hex')
    from unnest(
      ${links.map(({ position }) => String(position))}::bigint[], ${links.map(({ day }) => day)}::date[],
      ${links.map(({ transactionId }) => transactionId)}::text[], ${links.map(({ entryId }) => entryId)}::uuid[],
      ${links.map(({ occurredAtMicros }) => occurredAtMicros)}::bigint[],
      ${links.map(({ contentHash: content }) => hex(content))}::text[], ${links.map(({ hash }) => hex(hash))}::text[]
    ) as given (position, day, transaction_id, entry_id, micros, content, hash)`;
}

/** The last link of the days before one. */
export async function endBefore(sql: Queryable, day: string): Promise<ChainEnd | undefined> {
  const [row] = await sql<ChainEnd[]>`
    select position, day, transaction_id::text as transaction_id, entry_id, hash from audit.links
    where day < ${day} order by day desc, position desc limit 1`;
  return row;
}

/** Deletes at most so many links up to a position, with their entries; needs a signed word that lets them go. */
export async function dropLinks(sql: Queryable, upTo: number, most: number): Promise<number> {
  const [row] = await sql<{ dropped: number }[]>`select audit.drop_days(${upTo}, ${most}) as dropped`;
  return row!.dropped;
}
