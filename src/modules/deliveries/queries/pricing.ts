import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { WeeklyHours } from '../rules/hours.ts';
import type { PriceInputs, PriceLine, RateTerms } from '../rules/price.ts';
import { boundsOf, type Area } from '../rules/zones.ts';

/** One row of deliveries.zones. */
export interface Zone {
  id: string;
  version: number;
  name: string;
  priority: number;
  area: Area;
  activeHours: WeeklyHours[];
  timeZone: string;
  createdAt: Date;
  updatedAt: Date;
}

const zoneColumns = (sql: Queryable) =>
  sql`id, version, name, priority, area, active_hours, time_zone, created_at, updated_at`;

const box = (sql: Queryable, area: Area) => {
  const { west, south, east, north } = boundsOf(area);
  return sql`box(point(${west}, ${south}), point(${east}, ${north}))`;
};

export async function insertZone(tx: Transaction, zone: Zone): Promise<void> {
  const { id, version, name, priority, area, activeHours, timeZone, createdAt, updatedAt } = zone;
  await tx`
    insert into deliveries.zones
      (id, version, name, priority, area, bounds, active_hours, time_zone, created_at, updated_at)
    values (${id}, ${version}, ${name}, ${priority}, ${tx.json(area as never)}, ${box(tx, area)},
      ${tx.json(activeHours as never)}, ${timeZone}, ${createdAt}, ${updatedAt})`;
}

export async function lockZone(tx: Transaction, id: string): Promise<Zone | undefined> {
  const [row] = await tx<Zone[]>`
    select ${zoneColumns(tx)} from deliveries.zones where id = ${id} and removed_at is null for update`;
  return row;
}

export async function saveZone(tx: Transaction, zone: Zone): Promise<void> {
  const { id, version, name, priority, area, activeHours, timeZone, updatedAt } = zone;
  await tx`
    update deliveries.zones
    set version = ${version}, name = ${name}, priority = ${priority}, area = ${tx.json(area as never)},
      bounds = ${box(tx, area)}, active_hours = ${tx.json(activeHours as never)}, time_zone = ${timeZone},
      updated_at = ${updatedAt}
    where id = ${id}`;
}

export async function removeZone(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx`
    update deliveries.zones set removed_at = ${at}, version = version + 1, updated_at = ${at} where id = ${id}`;
}

export function listZones(
  sql: Queryable,
  { afterId, limit }: { afterId?: string | undefined; limit: number },
): Promise<Zone[]> {
  return sql<Zone[]>`
    select ${zoneColumns(sql)} from deliveries.zones
    where removed_at is null ${afterId ? sql`and id > ${afterId}` : sql``}
    order by id limit ${limit}`;
}

/** Zones whose box holds the point; the outline is looked at by the caller. */
export function zonesAround(sql: Queryable, { lat, lng }: { lat: number; lng: number }): Promise<Zone[]> {
  return sql<Zone[]>`
    select ${zoneColumns(sql)} from deliveries.zones
    where removed_at is null and bounds @> box(point(${lng}, ${lat}), point(${lng}, ${lat})) limit 200`;
}

/** One row of deliveries.rates: one version of a rate. */
export interface Rate {
  id: string;
  version: number;
  name: string;
  zoneId: string | null;
  terms: RateTerms;
  createdBy: string;
  createdAt: Date;
}

const rateColumns = (sql: Queryable) => sql`id, version, name, zone_id, terms, created_by, created_at`;

export async function insertRate(tx: Transaction, row: Rate): Promise<boolean> {
  const rows = await tx`
    insert into deliveries.rates ${tx(row as never)} on conflict (id, version) do nothing returning id`;
  return rows.length > 0;
}

/** A rate as it is now, or as it was in a version. */
export async function findRate(sql: Queryable, id: string, version?: number): Promise<Rate | undefined> {
  const [row] = await sql<Rate[]>`
    select ${rateColumns(sql)} from deliveries.rates
    where id = ${id} ${version === undefined ? sql`` : sql`and version = ${version}`}
    order by version desc limit 1`;
  return row;
}

/** The newest version of each rate. */
export function listRates(
  sql: Queryable,
  { afterId, limit }: { afterId?: string | undefined; limit: number },
): Promise<Rate[]> {
  return sql<Rate[]>`
    select distinct on (id) ${rateColumns(sql)} from deliveries.rates
    where ${afterId ? sql`id > ${afterId}` : sql`true`}
    order by id, version desc limit ${limit}`;
}

/** The newest versions that hold for any of the zones, or everywhere. An operator has few rates. */
export function ratesFor(sql: Queryable, zoneIds: readonly string[]): Promise<Rate[]> {
  return sql<Rate[]>`
    select ${rateColumns(sql)} from (
      select distinct on (id) ${rateColumns(sql)} from deliveries.rates order by id, version desc
    ) newest
    where zone_id is null or zone_id = any(${zoneIds as string[]}::uuid[])
    order by created_at, id limit 200`;
}

/** One row of deliveries.quotes. */
export interface Quote {
  id: string;
  customerId: string;
  rateId: string;
  rateVersion: number;
  inputs: PriceInputs & { pickup: { lat: number; lng: number }; dropoff: { lat: number; lng: number } };
  lines: PriceLine[];
  totalMinor: number;
  currency: string;
  expiresAt: Date;
  deliveryId: string | null;
  createdBy: string;
  createdAt: Date;
}

const quoteColumns = (sql: Queryable) => sql`
  id, customer_id, rate_id, rate_version, inputs, lines, total_minor, currency, expires_at, delivery_id, created_by,
  created_at`;

export async function insertQuote(tx: Transaction, row: Quote): Promise<void> {
  const { inputs, lines, ...plain } = row;
  await tx`insert into deliveries.quotes ${tx({
    ...plain,
    inputs: tx.json(inputs as never),
    lines: tx.json(lines as never),
  } as never)}`;
}

export async function findQuote(
  sql: Queryable,
  id: string,
  { customerIds, lock = false }: { customerIds: readonly string[] | undefined; lock?: boolean },
): Promise<Quote | undefined> {
  const [row] = await sql<Quote[]>`
    select ${quoteColumns(sql)} from deliveries.quotes
    where id = ${id} ${customerIds ? sql`and customer_id = any(${customerIds as string[]}::uuid[])` : sql``}
    ${lock ? sql`for update` : sql``}`;
  return row;
}

export function useQuote(tx: Transaction, id: string, deliveryId: string) {
  return tx`update deliveries.quotes set delivery_id = ${deliveryId} where id = ${id}`;
}
