import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { visibleDrivers } from './scope.ts';

/** One row of deliveries.shifts. */
export interface Shift {
  id: string;
  state: string;
  version: number;
  lifecycleVersion: number;
  stateSince: Date;
  driverId: string;
  vehicleId: string | null;
  plannedFrom: Date;
  plannedTo: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

type Reach = { actor: Actor; scope: Scope };

const columns = (sql: Queryable) => sql`
  id, state, version, lifecycle_version, state_since, driver_id, vehicle_id, planned_from, planned_to, started_at,
  ended_at, created_by, created_at, updated_at`;

/** Which shifts the actor may reach: those of the drivers whom they may reach. */
const visible = (sql: Queryable, { actor, scope }: Reach) =>
  scope === 'all'
    ? sql`true`
    : sql`driver_id in (select id from deliveries.drivers where ${visibleDrivers(sql, actor, scope)})`;

export async function insertShift(tx: Transaction, row: Shift): Promise<void> {
  await tx`insert into deliveries.shifts ${tx(row as never)}`;
}

export async function findShift(sql: Queryable, id: string, reach: Reach): Promise<Shift | undefined> {
  const [row] = await sql<Shift[]>`
    select ${columns(sql)} from deliveries.shifts where id = ${id} and ${visible(sql, reach)}`;
  return row;
}

export async function lockShift(tx: Transaction, id: string, reach: Reach): Promise<Shift | undefined> {
  const [row] = await tx<Shift[]>`
    select ${columns(tx)} from deliveries.shifts where id = ${id} and ${visible(tx, reach)} for update`;
  return row;
}

export async function updateShift(
  tx: Transaction,
  id: string,
  changes: Partial<Record<keyof Shift, unknown>>,
): Promise<Shift> {
  const [row] = await tx<Shift[]>`
    update deliveries.shifts set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  if (!row) throw new Error(`Shift ${id} vanished under its own lock`);
  return row;
}

export interface ShiftFilter {
  driverId?: string | undefined;
  states?: readonly string[] | undefined;
  /** Planned to begin in [from, to). */
  from?: Date | undefined;
  to?: Date | undefined;
  after?: { plannedFrom: Date; id: string } | undefined;
  limit: number;
}

/** In the order in which they are planned to begin. */
export function listShifts(sql: Queryable, filter: ShiftFilter, reach: Reach): Promise<Shift[]> {
  const { driverId, states, from, to, after, limit } = filter;
  return sql<Shift[]>`
    select ${columns(sql)} from deliveries.shifts
    where ${visible(sql, reach)}
      ${driverId ? sql`and driver_id = ${driverId}` : sql``}
      ${states ? sql`and state = any(${states as string[]})` : sql``}
      ${from ? sql`and planned_from >= ${from}` : sql``}
      ${to ? sql`and planned_from < ${to}` : sql``}
      ${after ? sql`and (planned_from, id) > (${after.plannedFrom}, ${after.id}::uuid)` : sql``}
    order by planned_from, id limit ${limit}`;
}

/** To be asked under the driver's lock. */
export async function hasActiveShift(tx: Transaction, driverId: string): Promise<boolean> {
  const rows = await tx`
    select id from deliveries.shifts where driver_id = ${driverId} and state = 'active' limit 1`;
  return rows.length > 0;
}
