import type { Point } from '../../../platform/geo/distance.ts';
import type { OpenDelivery } from '../queries/routes.ts';
import type { RouteStop } from './plan-route.ts';

/** A door that is still to be visited. */
export interface OpenStop {
  deliveryId: string;
  kind: RouteStop['kind'];
  at: Point;
  street: string | null;
  windowFrom: Date | null;
  windowTo: Date | null;
  /** Place in the committed route; null when it is in none. */
  position: number | null;
  etaAt: Date | null;
  seen: boolean;
}

/** The doors of a driver's open deliveries in the committed order; those that are in no route come last. */
export function openStops(deliveries: readonly OpenDelivery[]): OpenStop[] {
  const stops = deliveries.flatMap((row): OpenStop[] => {
    const stop = (kind: OpenStop['kind']): OpenStop => ({
      deliveryId: row.id,
      kind,
      at: { lat: row[kind].lat, lng: row[kind].lng },
      street: [row[kind].street, row[kind].houseNumber].filter(Boolean).join(' ') || null,
      // What was promised is the time at the door of the recipient.
      windowFrom: kind === 'dropoff' ? row.windowFrom : null,
      windowTo: kind === 'dropoff' ? row.windowTo : null,
      position: row[`${kind}Position`],
      etaAt: row[`${kind}EtaAt`],
      seen: row[`${kind}SeenAt`] !== null,
    });
    return row.state === 'accepted' ? [stop('pickup'), stop('dropoff')] : [stop('dropoff')];
  });
  return stops.sort(
    (a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || a.deliveryId.localeCompare(b.deliveryId),
  );
}

export const stopKey = ({ deliveryId, kind }: Pick<OpenStop, 'deliveryId' | 'kind'>): string =>
  `${deliveryId} ${kind}`;

/** Those that the driver has seen first, in their order; a new route begins with them. */
export function seenFirst(stops: readonly OpenStop[]): { stops: OpenStop[]; seen: number } {
  const seen = stops.filter((stop) => stop.seen);
  return { stops: [...seen, ...stops.filter((stop) => !stop.seen)], seen: seen.length };
}
