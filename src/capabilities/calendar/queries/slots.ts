import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { slotKinds } from '../schema.ts';
import type { ResourceRef } from './resources.ts';

/** One row of calendar.slots. */
export interface Slot {
  id: string;
  version: number;
  resourceKind: ResourceRef['kind'];
  resourceId: string;
  from: Date;
  to: Date;
  kind: (typeof slotKinds)[number];
  module: string;
  entity: string;
  entityId: string;
  note: string | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface Period {
  from: Date;
  to: Date;
}

export interface Holder {
  module: string;
  entity: string;
  id: string;
}

const columns = (sql: Queryable) => sql`
  id, version, resource_kind, resource_id, lower(held) as "from", upper(held) as "to", kind, module, entity, entity_id,
  note, created_by, created_at, updated_at`;

const range = (sql: Queryable, { from, to }: Period) => sql`tstzrange(${from}, ${to}, '[)')`;

/** Undefined when another slot of the same layer overlaps. The resource's row must be locked. */
export async function insertSlot(tx: Transaction, row: Slot): Promise<Slot | undefined> {
  const [inserted] = await tx<Slot[]>`
    insert into calendar.slots (id, version, resource_kind, resource_id, held, kind, module, entity, entity_id, note,
      created_by, created_at, updated_at)
    values (${row.id}, ${row.version}, ${row.resourceKind}, ${row.resourceId}, ${range(tx, row)}, ${row.kind},
      ${row.module}, ${row.entity}, ${row.entityId}, ${row.note}, ${row.createdBy}, ${row.createdAt}, ${row.updatedAt})
    on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findSlot(sql: Queryable, id: string): Promise<Slot | undefined> {
  const [row] = await sql<Slot[]>`select ${columns(sql)} from calendar.slots where id = ${id}`;
  return row;
}

/** Slots of the same layer as `kind` that overlap the period, the named one left out; at most ten. */
export const overlapping = (
  sql: Queryable,
  resource: ResourceRef,
  { period, kind, exceptId }: { period: Period; kind: Slot['kind']; exceptId?: string | undefined },
): Promise<Slot[]> => sql<Slot[]>`
  select ${columns(sql)} from calendar.slots
  where resource_id = ${resource.id} and resource_kind = ${resource.kind}
    and layer = ${kind === 'shift' ? 'presence' : 'use'} and held && ${range(sql, period)}
    ${exceptId ? sql`and id <> ${exceptId}` : sql``}
  order by lower(held) limit 10`;

/** The resource's row must be locked. */
export async function updateSlot(
  tx: Transaction,
  id: string,
  { period, note, version, at }: { period: Period; note: string | null; version: number; at: Date },
): Promise<Slot> {
  const [row] = await tx<Slot[]>`
    update calendar.slots set held = ${range(tx, period)}, note = ${note}, version = ${version}, updated_at = ${at}
    where id = ${id} returning ${columns(tx)}`;
  return row!;
}

/** The resource's row must be locked. */
export async function deleteSlot(tx: Transaction, id: string): Promise<void> {
  await tx`delete from calendar.slots where id = ${id}`;
}

export const slotsHeldBy = (sql: Queryable, { module, entity, id }: Holder): Promise<Slot[]> => sql<Slot[]>`
  select ${columns(sql)} from calendar.slots
  where entity_id = ${id} and entity = ${entity} and module = ${module}
  order by resource_id, resource_kind, lower(held)`;

/** In order of their beginning. */
export const listSlots = (
  sql: Queryable,
  resource: ResourceRef,
  { period, after, limit }: { period: Period; after?: { from: Date; id: string } | undefined; limit: number },
): Promise<Slot[]> => sql<Slot[]>`
  select ${columns(sql)} from calendar.slots
  where resource_id = ${resource.id} and resource_kind = ${resource.kind} and held && ${range(sql, period)}
    ${after ? sql`and (lower(held), id) > (${after.from}, ${after.id}::uuid)` : sql``}
  order by lower(held), id limit ${limit}`;

/** Which of the resources are taken at some moment of the period. */
export async function takenAmong(
  sql: Queryable,
  kind: ResourceRef['kind'],
  ids: readonly string[],
  period: Period,
): Promise<Set<string>> {
  const rows = await sql<{ resourceId: string }[]>`
    select distinct resource_id from calendar.slots
    where resource_id = any(${ids as string[]}::uuid[]) and resource_kind = ${kind} and layer = 'use'
      and held && ${range(sql, period)}`;
  return new Set(rows.map(({ resourceId }) => resourceId));
}

/** The invariant: pairs of slots of one resource and layer that overlap. There are never any. */
export const overlaps = (sql: Queryable): Promise<{ one: string; other: string }[]> => sql`
  select a.id as one, b.id as other from calendar.slots a join calendar.slots b
    on b.resource_id = a.resource_id and b.resource_kind = a.resource_kind and b.layer = a.layer
      and b.id > a.id and b.held && a.held`;
