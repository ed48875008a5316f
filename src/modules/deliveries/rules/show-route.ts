import { z } from 'zod';
import { id, latitude, longitude } from '../../../platform/http/fields.ts';
import type { TimedRoute } from '../actions/timeRoute.ts';
import type { OpenStop } from './open-stops.ts';

const time = z.iso.datetime();

const routeStop = z
  .strictObject({
    deliveryId: id,
    kind: z.enum(['pickup', 'dropoff']),
    lat: latitude,
    lng: longitude,
    street: z.string().nullable(),
    windowFrom: time.nullable(),
    windowTo: time.nullable(),
    position: z.int().nullable().meta({ description: 'Null: accepted, but in no committed route yet' }),
    etaAt: time.nullable(),
    seen: z.boolean().meta({ description: 'The driver has seen it: it is not moved any more' }),
  })
  .meta({ id: 'RouteStop' });

export const committedRoute = z.strictObject({ items: z.array(routeStop) }).meta({ id: 'DriverRoute' });

export const timedRoute = z
  .strictObject({
    stops: z.array(routeStop.extend({ lateSeconds: z.int() }).meta({ id: 'TimedRouteStop' })),
    distanceMeters: z.int(),
    drivingSeconds: z.int(),
    lateSeconds: z.int().meta({ description: 'Of all stops together' }),
    distancesFrom: z.enum(['streets', 'straight line']),
  })
  .meta({ id: 'TimedRoute' });

export const driverDay = z
  .strictObject({
    driverId: id,
    route: timedRoute.nullable().meta({ description: 'What is before them; null when they hold nothing' }),
    committed: z
      .boolean()
      .meta({ description: 'False: the order is a proposal, as a preview of the route would give it' }),
    finished: z.array(
      z
        .strictObject({
          deliveryId: id,
          state: z.enum(['delivered', 'failed', 'returned']),
          reference: z.string().nullable(),
          at: time,
        })
        .meta({ id: 'FinishedDelivery' }),
    ),
  })
  .meta({ id: 'DriverDay' });

export function showStop(stop: OpenStop): z.input<typeof routeStop> {
  const { at, windowFrom, windowTo, etaAt } = stop;
  return {
    deliveryId: stop.deliveryId,
    kind: stop.kind,
    lat: at.lat,
    lng: at.lng,
    street: stop.street,
    windowFrom: windowFrom?.toISOString() ?? null,
    windowTo: windowTo?.toISOString() ?? null,
    position: stop.position,
    etaAt: etaAt?.toISOString() ?? null,
    seen: stop.seen,
  };
}

export function showRoute({ stops, ...sums }: TimedRoute): z.input<typeof timedRoute> {
  return { ...sums, stops: stops.map((stop) => ({ ...showStop(stop), lateSeconds: stop.lateSeconds })) };
}
