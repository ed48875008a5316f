import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDriver, updateDriver } from '../queries/drivers.ts';
import { listOpenDeliveries, placeDeliveries, replaceRoute } from '../queries/routes.ts';
import { openStops, seenFirst, stopKey, type OpenStop } from '../rules/open-stops.ts';
import { inOrder } from '../rules/plan-route.ts';
import { routeBase, timeRoute, type TimedRoute } from './timeRoute.ts';

type Named = Pick<OpenStop, 'deliveryId' | 'kind'>;

/**
 * Makes an order of stops the driver's route, under the locks of the driver and their deliveries.
 * @throws not_found, route_not_possible when it leaves out or invents a stop, hands over before picking up, or moves
 * what the driver has seen
 */
export async function commitRoute(
  tx: Transaction,
  { driverId, order, actor }: { driverId: string; order: readonly Named[]; actor: Actor },
  ports: Ports,
): Promise<TimedRoute> {
  const driver = await lockDriver(tx, driverId, { actor, scope: 'all' });
  if (!driver) throw platformErrors.not_found(`There is no driver ${driverId}.`);
  const deliveries = await listOpenDeliveries(tx, driverId, true);
  const { stops, seen } = seenFirst(openStops(deliveries));
  const places = placesOf(order, stops, seen);
  const base = await routeBase(tx, { driver, stops, fixed: seen }, ports);
  const route = timeRoute(stops, places, base);
  await replaceRoute(tx, driverId, route.stops);
  const now = ports.clock.now();
  const dropoffs = route.stops.filter(({ kind }) => kind === 'dropoff');
  const placed = await placeDeliveries(
    tx,
    dropoffs.map(({ deliveryId, position, etaAt }) => ({ id: deliveryId, position, etaAt })),
    now,
  );
  const saved = await updateDriver(tx, driverId, { version: driver.version + 1, updatedAt: now });
  const byId = new Map(deliveries.map((row) => [row.id, row]));
  const stopOf = new Map(dropoffs.map((stop) => [stop.deliveryId, stop]));
  await publish(
    tx,
    [
      {
        event: deliveriesEvents.routeCommitted,
        subject: { entity: 'driver', id: driverId },
        sequence: saved.version,
        actor,
        action: 'commitRoute',
        fromState: driver.state,
        toState: driver.state,
        payload: { driverId, stops: route.stops.map(({ deliveryId, kind }) => ({ deliveryId, kind })) },
      },
      ...placed.map(({ id, version }) => ({
        event: deliveriesEvents.deliveryPlanned,
        subject: { entity: 'delivery', id },
        sequence: version,
        actor,
        action: 'commitRoute',
        fromState: byId.get(id)!.state,
        toState: byId.get(id)!.state,
        payload: {
          customerId: byId.get(id)!.customerId,
          driverId,
          routePosition: stopOf.get(id)!.position,
          etaAt: stopOf.get(id)!.etaAt,
        },
      })),
    ],
    ports,
  );
  return route;
}

/** Where each named stop stands among the open ones. */
function placesOf(order: readonly Named[], stops: readonly OpenStop[], seen: number): number[] {
  const indexOf = new Map(stops.map((stop, index) => [stopKey(stop), index]));
  const refuse = (sentence: string, index: number) =>
    deliveriesErrors.route_not_possible(sentence, {
      errors: [{ field: index < 0 ? 'stops' : `stops[${index}]`, reason: sentence }],
    });
  const places = order.map((named, place) => {
    const index = indexOf.get(stopKey(named));
    if (index === undefined)
      throw refuse('It is not an open stop of this driver; ask for a new preview.', place);
    return index;
  });
  if (new Set(places).size !== places.length) throw refuse('A stop stands twice in the route.', -1);
  if (places.length !== stops.length)
    throw refuse(
      `${stops.length - places.length} open stops of the driver are missing; ask for a new preview.`,
      -1,
    );
  const moved = places.findIndex((index, place) => place < seen && index !== place);
  if (moved >= 0)
    throw refuse('The driver has seen another stop at this place; what they have seen is not moved.', moved);
  if (!inOrder(stops, places)) throw refuse('A parcel would be handed over before it is picked up.', -1);
  return places;
}
