import type { z } from 'zod';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Fragment, Queryable, Transaction } from '../../../platform/db/database.ts';
import { plainInsert } from '../../../platform/db/last-statements.ts';
import { deliveryStates, type delivery, type recipient, type stop } from '../schema.ts';
import { actionable, visible } from './scope.ts';

export type Stop = z.output<typeof stop>;
type Shown = z.output<typeof delivery>;
/** Null takes a wish back. */
export type Recipient = {
  [Wish in keyof z.output<typeof recipient>]: z.output<typeof recipient>[Wish] | null;
};

/** One row of deliveries.deliveries. */
export interface Delivery
  extends Pick<Shown, 'id' | 'state' | 'version' | 'reference' | 'customerId' | 'regionId'> {
  lifecycleVersion: number;
  stateSince: Date;
  pickup: Stop;
  pickupLat: number;
  pickupLng: number;
  dropoff: Stop;
  dropoffLat: number;
  dropoffLng: number;
  windowFrom: Date | null;
  windowTo: Date | null;
  weightGrams: number;
  requiredSkills: string[];
  proofRules: Shown['proofRules'];
  /** Sealed; see sealed-code.ts. */
  proofCode: string | null;
  notes: string | null;
  priceMinor: number | null;
  currency: string | null;
  assignmentMode: Shown['assignmentMode'];
  driverId: string | null;
  declinedBy: string[];
  assignment: Record<string, unknown> | null;
  routePosition: number | null;
  routeSeenAt: Date | null;
  tries: number;
  failureReason: string | null;
  exception: string | null;
  exceptionSince: Date | null;
  etaAt: Date | null;
  deliveredAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  recipient: z.output<typeof recipient> | null;
}

const columns = (sql: Queryable) => sql`
  id, state, version, lifecycle_version, state_since, reference, customer_id, region_id, pickup, pickup_lat, pickup_lng,
  dropoff, dropoff_lat, dropoff_lng, window_from, window_to, weight_grams, required_skills, proof_rules, proof_code,
  notes, price_minor, currency, assignment_mode, driver_id, declined_by, assignment, route_position, route_seen_at,
  tries, failure_reason, exception, exception_since, eta_at, delivered_at, created_by, created_at, updated_at,
  recipient`;

/**
 * A new one, with the columns that can be set when it is ordered. Not sent yet, for `tx.withCommit`. Written out,
 * because the driver's own way to name columns costs as much as the insert.
 */
export const insertDelivery = (tx: Transaction, row: Delivery) =>
  plainInsert(
    'deliveries.deliveries',
    tx`
      insert into deliveries.deliveries (
        id, state, version, lifecycle_version, state_since, reference, customer_id, region_id, pickup, pickup_lat,
        pickup_lng, dropoff, dropoff_lat, dropoff_lng, window_from, window_to, weight_grams, required_skills,
        proof_rules, proof_code, notes, price_minor, currency, assignment_mode, tries, created_by, created_at,
        updated_at)
      values (
        ${row.id}, ${row.state}, ${row.version}, ${row.lifecycleVersion}, ${row.stateSince}, ${row.reference},
        ${row.customerId}, ${row.regionId}, ${row.pickup as never}, ${row.pickupLat}, ${row.pickupLng},
        ${row.dropoff as never}, ${row.dropoffLat}, ${row.dropoffLng}, ${row.windowFrom}, ${row.windowTo},
        ${row.weightGrams}, ${row.requiredSkills}, ${row.proofRules as never}, ${row.proofCode}, ${row.notes},
        ${row.priceMinor}, ${row.currency}, ${row.assignmentMode}, ${row.tries}, ${row.createdBy}, ${row.createdAt},
        ${row.updatedAt})`,
  );

/** Leaves out those whose reference is taken. @returns the ids of the others */
export async function insertNewDeliveries(tx: Transaction, rows: readonly Delivery[]): Promise<string[]> {
  const inserted = await tx<{ id: string }[]>`
    insert into deliveries.deliveries ${tx(rows as never)} on conflict do nothing returning id`;
  return inserted.map(({ id }) => id);
}

export async function findDelivery(
  sql: Queryable,
  id: string,
  reach: { actor: Actor; scope: Scope },
): Promise<Delivery | undefined> {
  const [row] = await sql<Delivery[]>`
    select ${columns(sql)} from deliveries.deliveries
    where id = ${id} and ${visible(sql, reach.actor, reach.scope)}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockDelivery(
  tx: Transaction,
  id: string,
  reach: { actor: Actor; scope: Scope },
): Promise<Delivery | undefined> {
  const [row] = await tx<Delivery[]>`
    select ${columns(tx)} from deliveries.deliveries
    where id = ${id} and ${actionable(tx, reach.actor, reach.scope)}
    for update`;
  return row;
}

export async function updateDelivery(
  tx: Transaction,
  id: string,
  changes: Partial<Record<keyof Delivery, unknown>>,
): Promise<Delivery> {
  const [row] = await tx<Delivery[]>`
    update deliveries.deliveries set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  if (!row) throw new Error(`Delivery ${id} vanished under its own lock`);
  return row;
}

export interface DeliveryFilter {
  states?: readonly string[] | undefined;
  customerId?: string | undefined;
  driverId?: string | undefined;
  reference?: string | undefined;
  q?: string | undefined;
  box?: { west: number; south: number; east: number; north: number } | undefined;
  windowBefore?: Date | undefined;
  withException?: boolean | undefined;
  /** The oldest first; else the newest. */
  oldestFirst?: boolean | undefined;
  /** Only those that come after this one in the order. */
  pastId?: string | undefined;
  limit: number;
}

type Rendered = [id: Buffer, shown: Buffer];
const raw = (query: { raw(): unknown }) => query.raw() as Promise<Rendered[]>;

/** Raw ids and wire forms in the order asked for. Every filter has an index that serves it together with the order. */
export async function listDeliveries(
  sql: Queryable,
  filter: DeliveryFilter,
  reach: { actor: Actor; scope: Scope },
): Promise<Rendered[]> {
  const { driverId, q, withException, limit } = filter;
  const states = filter.states && [...new Set(filter.states)];
  const conditions = sql`${visible(sql, reach.actor, reach.scope)} ${conditionsOf(sql, filter)}`;
  const all = sql`${conditions} ${states ? stateCondition(sql, states) : sql``}`;
  const inOrder = filter.oldestFirst ? sql`asc` : sql`desc`;
  const few = driverId !== undefined || withException === true;
  if (q && !few) return search(sql, all, { q, limit, inOrder });
  const wanted = q ? sql`and ${searchCondition(sql, q, sql`(${searched(sql)} || '')`)}` : sql``;
  // Each state by itself comes in order out of its index; the few exceptions have an index of their own.
  const each = withException ? undefined : driverId ? (states ?? deliveryStates) : states;
  if (each === undefined || each.length === 1)
    return raw(sql`
      select id, shown from deliveries.deliveries
      where ${all} ${wanted} order by id ${inOrder} limit ${limit}`);
  return raw(sql`
    select found.id, found.shown
    from unnest(${each as string[]}::text[]) as asked (state)
      cross join lateral (
        select id, shown from deliveries.deliveries
        where deliveries.state = asked.state and ${conditions} ${wanted}
        order by id ${inOrder} limit ${limit}) found
    order by found.id ${inOrder} limit ${limit}`);
}

/** So many from the beginning of the list are read for what is searched before the index of letters is asked. */
const nearest = 10_000;

/**
 * What is found often is found among the first; the index of letters would gather all of it first. What is not is few,
 * wherever it stands, and comes out of that index; in the order of the list it could lie behind a million others.
 */
async function search(
  sql: Queryable,
  conditions: Fragment,
  { q, limit, inOrder }: { q: string; limit: number; inOrder: Fragment },
): Promise<Rendered[]> {
  const found = await raw(sql`
    select id, shown
    from (
      select id, shown, ${searched(sql)} as text
      from deliveries.deliveries where ${conditions} order by id ${inOrder} limit ${nearest}) first
    where ${searchCondition(sql, q, sql`text`)} order by id ${inOrder} limit ${limit}`);
  if (found.length >= limit) return found;
  return raw(sql`
    with found as materialized (
      select id, shown from deliveries.deliveries where ${searchCondition(sql, q, searched(sql))} and ${conditions})
    select id, shown from found order by id ${inOrder} limit ${limit}`);
}

function conditionsOf(sql: Queryable, filter: DeliveryFilter) {
  const { customerId, driverId, reference, box, windowBefore, withException, pastId } = filter;
  return sql`
      ${customerId ? sql`and customer_id = ${customerId}` : sql``}
      ${driverId ? sql`and driver_id = ${driverId}` : sql``}
      ${reference ? sql`and reference = ${reference}` : sql``}
      ${box ? boxCondition(sql, box) : sql``}
      ${windowBefore ? sql`and window_to < ${windowBefore}` : sql``}
      ${withException === true ? sql`and exception is not null` : sql``}
      ${withException === false ? sql`and exception is null` : sql``}
      ${pastId ? (filter.oldestFirst ? sql`and id > ${pastId}` : sql`and id < ${pastId}`) : sql``}`;
}

/** One state as an equality, so that the index gives the order as well. */
const stateCondition = (sql: Queryable, states: readonly string[]) =>
  states.length === 1 ? sql`and state = ${states[0]!}` : sql`and state = any(${states as string[]})`;

const searched = (sql: Queryable) => sql`
  (coalesce(reference, '') || ' ' || coalesce(dropoff->>'name', '') || ' ' || coalesce(dropoff->>'street', '') || ' '
    || coalesce(dropoff->>'city', ''))`;

/** The index knows groups of three letters: two are looked for where words begin, where the space before is the third. */
function searchCondition(sql: Queryable, q: string, text: Fragment) {
  const part = q.replace(/[\\%_]/g, '\\$&');
  return q.length < 3
    ? sql`(${text} ilike ${`${part}%`} or ${text} ilike ${`% ${part}%`})`
    : sql`${text} ilike ${`%${part}%`}`;
}

const boxCondition = (sql: Queryable, { west, south, east, north }: NonNullable<DeliveryFilter['box']>) =>
  west <= east
    ? sql`and point(dropoff_lng, dropoff_lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`
    : sql`and (point(dropoff_lng, dropoff_lat) <@ box(point(${west}, ${south}), point(180, ${north}))
        or point(dropoff_lng, dropoff_lat) <@ box(point(-180, ${south}), point(${east}, ${north})))`;

/** What a driver has not answered yet, the oldest first. */
export function listOffers(sql: Queryable, driverId: string): Promise<Delivery[]> {
  return sql<Delivery[]>`
    select ${columns(sql)} from deliveries.deliveries
    where driver_id = ${driverId} and state = 'assigned' order by state_since, id limit 200`;
}

/** How many deliveries each driver holds, and what they weigh. */
export function loadByDriver(
  sql: Queryable,
  driverIds: readonly string[],
): Promise<{ driverId: string; count: number; weightGrams: number }[]> {
  return sql`
    select driver_id, count(*)::integer as count, sum(weight_grams)::bigint as weight_grams
    from deliveries.deliveries
    where driver_id = any(${driverIds as string[]}::uuid[])
      and state in ('assigned', 'accepted', 'picked_up', 'in_transit', 'arrived')
    group by driver_id`;
}

/** Whether a driver holds anything accepted and unfinished. */
export async function hasAcceptedWork(tx: Transaction, driverId: string): Promise<boolean> {
  const rows = await tx`
    select id from deliveries.deliveries
    where driver_id = ${driverId} and state in ('accepted', 'picked_up', 'in_transit', 'arrived') limit 1`;
  return rows.length > 0;
}
