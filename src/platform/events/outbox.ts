import type { Actor } from '../auth/actor.ts';
import type { Queryable, Transaction } from '../db/database.ts';
import { plainInsert } from '../db/last-statements.ts';
import type { Clock } from '../ports/clock.ts';
import type { EntityRef, EventDefinition } from './define-event.ts';

/** What is written of one event. One row is both the entity's history and the outbox for subscribers. */
export interface NewEvent {
  event: EventDefinition;
  subject: EntityRef;
  /** The entity's version after the change: 1, 2, 3 … without gaps; unique for each entity. */
  sequence: number;
  actor: Actor;
  payload: unknown;
  /** When the device says that it happened; null when it did not say. */
  deviceTime?: Date | null;
  action?: string | null;
  fromState?: string | null;
  toState?: string | null;
  /** The fields that it changed, for the audit trail; not part of the event. */
  change?: Change;
}

/** Values of the fields that changed, by name; null where the whole was not there. */
export interface Change {
  before: object | null;
  after: object | null;
}

/** What a change did to a row: only the fields of `changes`. */
export function changeOf(row: object, changes: object): Change {
  const before = Object.keys(changes).map((key) => [key, (row as Record<string, unknown>)[key] ?? null]);
  return { before: Object.fromEntries(before), after: changes };
}

const published = new WeakMap<Transaction, NewEvent[]>();

/** Events that were written in a transaction so far. */
export const publishedIn = (tx: Transaction): readonly NewEvent[] => published.get(tx) ?? [];

/** The columns of platform.events for one event, to be inserted by the caller's own statement or by `publish`. */
export function eventRow(event: NewEvent, { clock }: { clock: Clock }) {
  return {
    name: event.event.name,
    version: event.event.version,
    entity: event.subject.entity,
    entity_id: event.subject.id,
    sequence: event.sequence,
    action: event.action ?? null,
    from_state: event.fromState ?? null,
    to_state: event.toState ?? null,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    device_time: event.deviceTime ?? null,
    server_time: clock.now(),
    payload: event.payload as never,
  };
}

/** Writes events in the caller's transaction: they exist if and only if it commits. */
export async function publish(
  tx: Transaction,
  events: readonly NewEvent[],
  ports: { clock: Clock },
): Promise<void> {
  if (events.length === 0) return;
  await insertEvents(tx, events, ports);
}

/** The same as a statement that is not sent yet, for `tx.withCommit`. */
export function insertEvents(tx: Transaction, events: readonly NewEvent[], ports: { clock: Clock }) {
  const before = published.get(tx);
  if (before) before.push(...events);
  else published.set(tx, [...events]);
  const [only, ...others] = events.map((event) => eventRow(event, ports));
  if (others.length > 0) return insertRows(tx, [only!, ...others]);
  return plainInsert('platform.events', insertRow(tx, only!));
}

/** Written out, because the driver's own way to name columns costs as much as the insert. */
const insertRow = (tx: Transaction, row: ReturnType<typeof eventRow>) => tx`
  insert into platform.events (
    name, version, entity, entity_id, sequence, action, from_state, to_state, actor_kind, actor_id, device_time,
    server_time, payload)
  values (
    ${row.name}, ${row.version}, ${row.entity}, ${row.entity_id}, ${row.sequence}, ${row.action}, ${row.from_state},
    ${row.to_state}, ${row.actor_kind}, ${row.actor_id}, ${row.device_time}, ${row.server_time}, ${row.payload})`;

/** Any number of events as one parameter: one text of SQL for all, and no end at 65,535 values. */
const insertRows = (tx: Transaction, rows: readonly ReturnType<typeof eventRow>[]) => tx`
  insert into platform.events (name, version, entity, entity_id, sequence, action, from_state, to_state, actor_kind,
    actor_id, device_time, server_time, payload)
  select name, version, entity, entity_id, sequence, action, from_state, to_state, actor_kind, actor_id, device_time,
    server_time, payload
  from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as (
    name text, version integer, entity text, entity_id uuid, sequence integer, action text, from_state text,
    to_state text, actor_kind text, actor_id text, device_time timestamptz, server_time timestamptz, payload jsonb
  )) with ordinality as t (name, version, entity, entity_id, sequence, action, from_state, to_state, actor_kind,
    actor_id, device_time, server_time, payload, place)
  order by place`;

export interface StoredEvent {
  /** Place in the one order in which subscribers see events: `transaction.number`. */
  cursor: string;
  id: number;
  name: string;
  version: number;
  entity: string;
  entityId: string;
  sequence: number;
  action: string | null;
  fromState: string | null;
  toState: string | null;
  actorKind: string;
  actorId: string;
  deviceTime: Date | null;
  serverTime: Date;
  payload: Record<string, unknown>;
}

const columns = (sql: Queryable) => sql`
  transaction_id || '.' || id as cursor, id, name, version, entity, entity_id, sequence, action,
  from_state, to_state, actor_kind, actor_id, device_time, server_time, payload`;

/** Before the first event. */
export const startCursor = '0.0';

/**
 * Events after a cursor, oldest first. Only those whose transaction is older than every one still open are given:
 * a later reader can never find one before its cursor. (Ids alone would not do: they are drawn before the commit.)
 */
export async function readEvents(
  sql: Queryable,
  {
    after,
    limit,
    names,
    entity,
  }: { after: string; limit: number; names?: readonly string[]; entity?: EntityRef },
): Promise<StoredEvent[]> {
  const [transactionId, id] = parseCursor(after);
  return sql<StoredEvent[]>`
    select ${columns(sql)} from platform.events
    where (transaction_id, id) > (${transactionId}::text::xid8, ${id}::bigint)
      and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      ${names ? sql`and name = any(${names as string[]})` : sql``}
      ${entity ? sql`and entity = ${entity.entity} and entity_id = ${entity.id}` : sql``}
    order by transaction_id, id limit ${limit}`;
}

/** The history of one entity in its own order, from `sequence` after. */
export async function readHistory(
  sql: Queryable,
  subject: EntityRef,
  { afterSequence = 0, limit }: { afterSequence?: number; limit: number },
): Promise<StoredEvent[]> {
  return sql<StoredEvent[]>`
    select ${columns(sql)} from platform.events
    where entity = ${subject.entity} and entity_id = ${subject.id} and sequence > ${afterSequence}
    order by sequence limit ${limit}`;
}

/** Where a reader that wants only what comes from now on should start. */
export async function latestCursor(sql: Queryable): Promise<string> {
  const [row] = await sql<{ cursor: string }[]>`
    select transaction_id || '.' || id as cursor from platform.events
    where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction_id desc, id desc limit 1`;
  return row?.cursor ?? startCursor;
}

/** @throws RangeError when the text is not a cursor */
export function parseCursor(cursor: string): [transactionId: string, id: string] {
  const match = /^(\d{1,20})\.(\d{1,19})$/.exec(cursor);
  if (!match) throw new RangeError(`"${cursor}" is not an event cursor`);
  return [match[1]!, match[2]!];
}
