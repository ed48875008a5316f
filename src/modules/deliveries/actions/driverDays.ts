import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { lastPositions } from '../../../capabilities/tracking/api.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import type { Driver } from '../queries/drivers.ts';
import { finishedByDriver, openByDriver, type OpenDelivery } from '../queries/routes.ts';
import { openStops, seenFirst } from '../rules/open-stops.ts';
import { planRoute } from '../rules/plan-route.ts';
import { showRoute, type driverDay } from '../rules/show-route.ts';
import { routeBase, timeRoute, type TimedRoute } from './timeRoute.ts';

type Day = z.input<typeof driverDay>;
type Needs = Pick<Ports, 'clock' | 'config'>;

/** What each driver has finished and what is before them, with three statements for all. */
export async function driverDays(
  sql: Queryable,
  drivers: readonly Driver[],
  since: Date,
  ports: Needs,
): Promise<Map<string, Day>> {
  const ids = drivers.map(({ id }) => id);
  const [open, finished, positions] = await Promise.all([
    openByDriver(sql, ids),
    finishedByDriver(sql, ids, since),
    lastPositions(sql, ids),
  ]);
  const days = new Map<string, Day>();
  for (const driver of drivers) {
    const ahead = await routeAhead(sql, driver, open.get(driver.id) ?? [], positions.get(driver.id), ports);
    days.set(driver.id, {
      driverId: driver.id,
      route: ahead && showRoute(ahead.route),
      committed: ahead?.committed ?? false,
      finished: (finished.get(driver.id) ?? []).map(({ id, state, reference, at }) => ({
        deliveryId: id,
        state: state as Day['finished'][number]['state'],
        reference,
        at: at.toISOString(),
      })),
    });
    // Planning keeps the processor: other requests come between one driver and the next.
    if (ahead) await setImmediate();
  }
  return days;
}

/** In the committed order when every stop is in it, else in a good one. */
async function routeAhead(
  sql: Queryable,
  driver: Driver,
  open: readonly OpenDelivery[],
  position: { lat: number; lng: number } | undefined,
  ports: Needs,
): Promise<{ route: TimedRoute; committed: boolean } | null> {
  const { stops, seen } = seenFirst(openStops(open));
  if (stops.length === 0) return null;
  const start = position ?? stops[0]!.at;
  const base = await routeBase(sql, { driver, stops, fixed: seen, start }, ports);
  const committed = stops.every((stop) => stop.position !== null);
  const order = committed ? [...stops.keys()] : planRoute(base.problem);
  return { route: timeRoute(stops, order, base), committed };
}
