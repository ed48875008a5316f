import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Delivery } from './deliveries.ts';

export interface TrackingLink {
  id: string;
  deliveryId: string;
  tokenHash: Buffer;
  expiresAt: Date;
  createdBy: string;
  createdAt: Date;
}

export async function insertTrackingLink(tx: Transaction, row: TrackingLink): Promise<void> {
  await tx`insert into deliveries.tracking_links ${tx(row as never)}`;
}

/** What a link leads to. */
export interface TrackedDelivery {
  linkId: string;
  id: string;
  state: Delivery['state'];
  stateSince: Date;
  expiresAt: Date;
  driverId: string | null;
  driverState: string | null;
  dropoffLat: number;
  dropoffLng: number;
  windowFrom: Date | null;
  windowTo: Date | null;
  etaAt: Date | null;
  tries: number;
  deliveredAt: Date | null;
  recipient: Delivery['recipient'];
}

export async function findTracked(sql: Queryable, tokenHash: Buffer): Promise<TrackedDelivery | undefined> {
  const [row] = await sql<TrackedDelivery[]>`
    select l.id as link_id, d.id, d.state, d.state_since, l.expires_at, d.driver_id, r.state as driver_state, d.dropoff_lat,
      d.dropoff_lng, d.window_from, d.window_to, d.eta_at, d.tries, d.delivered_at, d.recipient
    from deliveries.tracking_links l join deliveries.deliveries d on d.id = l.delivery_id
      left join deliveries.drivers r on r.id = d.driver_id
    where l.token_hash = ${tokenHash}`;
  return row;
}

/** What the driver has to do still, in the order in which it is likely to be done. */
export function listOpenOf(sql: Queryable, driverId: string): Promise<{ id: string; state: string }[]> {
  return sql`
    select id, state from deliveries.deliveries
    where driver_id = ${driverId} and state in ('accepted', 'picked_up', 'in_transit', 'arrived')
    order by state in ('in_transit', 'arrived') desc, route_position nulls last, state = 'picked_up' desc, state_since, id
    limit 500`;
}
