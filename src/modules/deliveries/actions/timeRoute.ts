import { lastPosition } from '../../../capabilities/tracking/api.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import type { Point } from '../../../platform/geo/distance.ts';
import { deliveriesConfig } from '../config.ts';
import type { Driver } from '../queries/drivers.ts';
import type { OpenStop } from '../rules/open-stops.ts';
import { timingOf, type RouteProblem } from '../rules/plan-route.ts';
import { profileOf, travelTable, type TravelTable } from './travelTable.ts';

export interface RouteBase {
  problem: RouteProblem;
  table: TravelTable;
  startAt: Date;
}

export interface TimedStop extends OpenStop {
  position: number;
  etaAt: Date;
  lateSeconds: number;
}

export interface TimedRoute {
  stops: TimedStop[];
  distanceMeters: number;
  drivingSeconds: number;
  lateSeconds: number;
  distancesFrom: TravelTable['from'];
}

/** Ways and times between the stops, from where the driver is, or from the first stop when nobody knows. */
export async function routeBase(
  sql: Queryable,
  {
    driver,
    stops,
    fixed,
    start,
  }: { driver: Driver; stops: readonly OpenStop[]; fixed: number; start?: Point | undefined },
  ports: Pick<Ports, 'clock' | 'config'>,
): Promise<RouteBase> {
  const startAt = ports.clock.now();
  const from = start ?? (await lastPosition(sql, driver.id)) ?? stops[0]!.at;
  const points = [from, ...stops.map(({ at }) => at)].map(({ lat, lng }) => ({ lat, lng }));
  const table = await travelTable(points, profileOf(driver.vehicleKind), ports);
  const fromStart = (time: Date | null) => (time ? (time.getTime() - startAt.getTime()) / 1000 : null);
  const problem: RouteProblem = {
    stops: stops.map(({ deliveryId, kind, windowFrom, windowTo }) => ({
      deliveryId,
      kind,
      windowFrom: fromStart(windowFrom),
      windowTo: fromStart(windowTo),
    })),
    seconds: table.seconds,
    serviceSeconds: ports.config.get(deliveriesConfig).serviceSeconds,
    fixed,
  };
  return { problem, table, startAt };
}

/** The stops in an order, with when each is reached. */
export function timeRoute(
  stops: readonly OpenStop[],
  order: readonly number[],
  { problem, table, startAt }: RouteBase,
): TimedRoute {
  const { arrivals, lateSeconds, driving } = timingOf(problem, order);
  let distanceMeters = 0;
  let at = 0;
  for (const index of order) {
    distanceMeters += table.meters[at]![index + 1]!;
    at = index + 1;
  }
  return {
    stops: order.map((index, place) => ({
      ...stops[index]!,
      position: place + 1,
      etaAt: new Date(startAt.getTime() + Math.round(arrivals[place]!) * 1000),
      lateSeconds: Math.round(lateSeconds[place]!),
    })),
    distanceMeters,
    drivingSeconds: Math.round(driving),
    lateSeconds: Math.round(lateSeconds.reduce((sum, late) => sum + late, 0)),
    distancesFrom: table.from,
  };
}
