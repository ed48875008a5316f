import type { z } from 'zod';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { driver } from '../schema.ts';
import { visibleDrivers } from './scope.ts';

type Shown = z.output<typeof driver>;

/** One row of deliveries.drivers. */
export interface Driver extends Omit<Shown, 'stateSince' | 'createdAt' | 'updatedAt'> {
  lifecycleVersion: number;
  stateSince: Date;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, state, version, lifecycle_version, state_since, name, phone, skills, vehicle_id, vehicle_kind, capacity_grams,
  region_id, created_at, updated_at`;

/** False when a driver with this id is there already. */
export async function insertDriver(tx: Transaction, row: Driver): Promise<boolean> {
  const rows =
    await tx`insert into deliveries.drivers ${tx(row as never)} on conflict (id) do nothing returning id`;
  return rows.length > 0;
}

type Reach = { actor: Actor; scope: Scope };

export async function findDriver(sql: Queryable, id: string, reach: Reach): Promise<Driver | undefined> {
  const [row] = await sql<Driver[]>`
    select ${columns(sql)} from deliveries.drivers
    where id = ${id} and ${visibleDrivers(sql, reach.actor, reach.scope)}`;
  return row;
}

export async function lockDriver(tx: Transaction, id: string, reach: Reach): Promise<Driver | undefined> {
  const [row] = await tx<Driver[]>`
    select ${columns(tx)} from deliveries.drivers
    where id = ${id} and ${visibleDrivers(tx, reach.actor, reach.scope)}
    for update`;
  return row;
}

export async function updateDriver(
  tx: Transaction,
  id: string,
  changes: Partial<Record<keyof Driver, unknown>>,
): Promise<Driver> {
  const [row] = await tx<Driver[]>`
    update deliveries.drivers set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  if (!row) throw new Error(`Driver ${id} vanished under its own lock`);
  return row;
}

export function listDrivers(
  sql: Queryable,
  filter: {
    ids?: readonly string[] | undefined;
    states?: readonly string[] | undefined;
    afterId?: string | undefined;
    limit: number;
  },
  reach: Reach,
): Promise<Driver[]> {
  const { ids, states, afterId, limit } = filter;
  return sql<Driver[]>`
    select ${columns(sql)} from deliveries.drivers
    where ${visibleDrivers(sql, reach.actor, reach.scope)}
      ${ids ? sql`and id = any(${ids as string[]}::uuid[])` : sql``}
      ${states ? sql`and state = any(${states as string[]})` : sql``}
      ${afterId ? sql`and id > ${afterId}` : sql``}
    order by id limit ${limit}`;
}

/** Drivers who are working now; at most so many are weighed for one delivery. */
export function listWorkingDrivers(sql: Queryable, limit: number): Promise<Driver[]> {
  return sql<Driver[]>`
    select ${columns(sql)} from deliveries.drivers where state in ('online', 'busy', 'on_break') order by id limit ${limit}`;
}
