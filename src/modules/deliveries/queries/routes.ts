import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Stop } from './deliveries.ts';

/** What a driver holds still, with where it stands in the committed route. */
export interface OpenDelivery {
  id: string;
  driverId: string;
  state: string;
  version: number;
  customerId: string;
  pickup: Stop;
  dropoff: Stop;
  windowFrom: Date | null;
  windowTo: Date | null;
  routePosition: number | null;
  pickupPosition: number | null;
  pickupEtaAt: Date | null;
  pickupSeenAt: Date | null;
  dropoffPosition: number | null;
  dropoffEtaAt: Date | null;
  dropoffSeenAt: Date | null;
}

const openOf = (sql: Queryable) => sql`
    select d.id, d.state, d.version, d.customer_id, d.pickup, d.dropoff, d.window_from, d.window_to, d.route_position,
      p.position as pickup_position, p.eta_at as pickup_eta_at, p.seen_at as pickup_seen_at,
      o.position as dropoff_position, o.eta_at as dropoff_eta_at, o.seen_at as dropoff_seen_at, d.driver_id
    from deliveries.deliveries d
    left join lateral (
      select position, eta_at, seen_at from deliveries.route_stops
      where delivery_id = d.id and driver_id = d.driver_id and kind = 'pickup' limit 1) p on true
    left join lateral (
      select position, eta_at, seen_at from deliveries.route_stops
      where delivery_id = d.id and driver_id = d.driver_id and kind = 'dropoff' limit 1) o on true
    where d.state in ('accepted', 'picked_up', 'in_transit', 'arrived')`;
/** No driver holds more at once. */
const mostHeld = 500;

export function listOpenDeliveries(sql: Queryable, driverId: string, lock = false): Promise<OpenDelivery[]> {
  return sql<OpenDelivery[]>`
    ${openOf(sql)} and d.driver_id = ${driverId}
    order by d.id limit ${mostHeld} ${lock ? sql`for update of d` : sql``}`;
}

/** The same of many drivers at once, by driver. */
export async function openByDriver(
  sql: Queryable,
  driverIds: readonly string[],
): Promise<Map<string, OpenDelivery[]>> {
  const rows = await sql<OpenDelivery[]>`
    ${openOf(sql)} and d.driver_id = any(${driverIds as string[]}::uuid[])
    order by d.id limit ${driverIds.length * mostHeld}`;
  return Map.groupBy(rows, ({ driverId }) => driverId);
}

/** What a driver has finished. */
export interface Finished {
  driverId: string;
  id: string;
  state: string;
  reference: string | null;
  /** When it was handed over, given up or brought back. */
  at: Date;
}

/** So many of the newest of each outcome are looked through. */
const newestFinished = 50;

/** What each of the drivers finished since then, the latest first. */
export async function finishedByDriver(
  sql: Queryable,
  driverIds: readonly string[],
  since: Date,
): Promise<Map<string, Finished[]>> {
  const rows = await sql<Finished[]>`
    select asked.driver_id, found.id, asked.state, found.reference, found.at
    from (
      select driver_id, state from unnest(${driverIds as string[]}::uuid[]) as drivers (driver_id)
        cross join unnest(array['delivered', 'failed', 'returned']) as outcomes (state)) asked
      cross join lateral (
        select d.id, d.reference, coalesce(d.delivered_at, d.state_since) as at
        from deliveries.deliveries d
        where d.driver_id = asked.driver_id and d.state = asked.state
        order by d.id desc limit ${newestFinished}) found
    where found.at >= ${since}
    order by found.at desc, found.id desc`;
  return Map.groupBy(rows, ({ driverId }) => driverId);
}

export interface PlannedStop {
  deliveryId: string;
  kind: 'pickup' | 'dropoff';
  position: number;
  etaAt: Date;
}

/** Puts the new order in place of the old one; what was seen stays seen. */
export async function replaceRoute(
  tx: Transaction,
  driverId: string,
  stops: readonly PlannedStop[],
): Promise<void> {
  const ids = stops.map(({ deliveryId }) => deliveryId);
  const kinds = stops.map(({ kind }) => kind);
  await tx`
    with new as (
      select delivery_id, kind, position, eta_at from unnest(${ids}::uuid[], ${kinds}::text[],
        ${stops.map(({ position }) => position)}::integer[],
        ${stops.map(({ etaAt }) => etaAt.toISOString())}::timestamptz[]) as n (delivery_id, kind, position, eta_at)
    ), gone as (
      delete from deliveries.route_stops r where r.driver_id = ${driverId}
        and not exists (select from new where new.delivery_id = r.delivery_id and new.kind = r.kind)
    )
    insert into deliveries.route_stops (driver_id, delivery_id, kind, position, eta_at)
    select ${driverId}::uuid, delivery_id, kind, position, eta_at from new
    on conflict (driver_id, delivery_id, kind) do update
      set position = excluded.position, eta_at = excluded.eta_at`;
}

/** The place and time of the drop-offs on the deliveries themselves. */
export async function placeDeliveries(
  tx: Transaction,
  places: readonly { id: string; position: number; etaAt: Date }[],
  now: Date,
): Promise<{ id: string; version: number }[]> {
  return tx`
    update deliveries.deliveries d
    set route_position = n.position, eta_at = n.eta_at, version = d.version + 1, updated_at = ${now}
    from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ position }) => position)}::integer[],
      ${places.map(({ etaAt }) => etaAt.toISOString())}::timestamptz[]) as n (id, position, eta_at)
    where d.id = n.id
    returning d.id, d.version`;
}

/** @returns how many stops had not been seen before */
export async function markSeen(tx: Transaction, driverId: string, now: Date): Promise<number> {
  const rows = await tx<{ deliveryId: string }[]>`
    update deliveries.route_stops set seen_at = ${now}
    where driver_id = ${driverId} and seen_at is null returning delivery_id`;
  return rows.length;
}
