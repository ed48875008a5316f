import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { holdsWords } from '../../../platform/db/search.ts';
import type { vehicleKinds } from '../schema.ts';

/** One row of vehicles.vehicles. */
export interface Vehicle {
  id: string;
  version: number;
  lifecycleVersion: number;
  state: string;
  stateSince: Date;
  name: string;
  plate: string | null;
  kind: (typeof vehicleKinds)[number];
  capacityGrams: number;
  capacityCubicMeters: number;
  features: string[];
  partyId: string | null;
  homePlaceId: string | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface Reach {
  actor: Actor;
  scope: Scope;
}

const columns = (sql: Queryable) => sql`
  id, version, lifecycle_version, state, state_since, name, plate, kind, capacity_grams, capacity_cubic_meters, features,
  party_id, home_place_id, created_by, created_at, updated_at`;

/** The parties whose vehicles are the actor's own. */
export const partiesOf = ({ actor, scope }: Reach): string[] => [
  ...(actor.partyId ? [actor.partyId] : []),
  ...(scope === 'own' ? [] : actor.companyIds),
];

/** Which vehicles the actor may reach: their own, those of their companies, or all. */
const visible = (sql: Queryable, reach: Reach) =>
  reach.scope === 'all' ? sql`true` : sql`party_id = any(${partiesOf(reach)}::uuid[])`;

/** Undefined when the id or the plate is taken. */
export async function insertVehicle(tx: Transaction, row: Vehicle): Promise<Vehicle | undefined> {
  const [inserted] = await tx<Vehicle[]>`
    insert into vehicles.vehicles ${tx(row as never)} on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findVehicle(sql: Queryable, id: string, reach: Reach): Promise<Vehicle | undefined> {
  const [row] = await sql<Vehicle[]>`
    select ${columns(sql)} from vehicles.vehicles where id = ${id} and ${visible(sql, reach)}`;
  return row;
}

export async function findVehicleById(sql: Queryable, id: string): Promise<Vehicle | undefined> {
  const [row] = await sql<Vehicle[]>`select ${columns(sql)} from vehicles.vehicles where id = ${id}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockVehicle(tx: Transaction, id: string, reach: Reach): Promise<Vehicle | undefined> {
  const [row] = await tx<Vehicle[]>`
    select ${columns(tx)} from vehicles.vehicles where id = ${id} and ${visible(tx, reach)} for update`;
  return row;
}

export async function updateVehicle(
  tx: Transaction,
  id: string,
  changes: Partial<Record<keyof Vehicle, unknown>>,
): Promise<Vehicle> {
  const [row] = await tx<Vehicle[]>`
    update vehicles.vehicles set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  return row!;
}

export interface VehicleFilter {
  state?: string | undefined;
  kind?: Vehicle['kind'] | undefined;
  partyId?: string | undefined;
  homePlaceId?: string | undefined;
  features?: readonly string[] | undefined;
  q?: string | undefined;
  afterId?: string | undefined;
  limit: number;
}

/** Oldest first. */
export function listVehicles(sql: Queryable, filter: VehicleFilter, reach: Reach): Promise<Vehicle[]> {
  const { state, kind, partyId, homePlaceId, features, q, afterId, limit } = filter;
  return sql<Vehicle[]>`
    select ${columns(sql)} from vehicles.vehicles
    where ${visible(sql, reach)}
      ${state ? sql`and state = ${state}` : sql``}
      ${kind ? sql`and kind = ${kind}` : sql``}
      ${partyId ? sql`and party_id = ${partyId}` : sql``}
      ${homePlaceId ? sql`and home_place_id = ${homePlaceId}` : sql``}
      ${features ? sql`and features @> ${features as string[]}::text[]` : sql``}
      ${q ? sql`and ${holdsWords(sql, sql`search`, q)}` : sql``}
      ${afterId ? sql`and id > ${afterId}` : sql``}
    order by id limit ${limit}`;
}
