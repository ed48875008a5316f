import type { DevicePosition } from '../client/src/live/live.ts';
import { DriverAgent } from './driver.ts';
import { distanceMeters, shifted } from './geometry.ts';
import { personName } from './names.ts';
import type { Driver, Point } from './types.ts';
import type { World } from './world.ts';

const kinds = ['van', 'car', 'cargo_bike', 'bike', 'car', 'van'] as const;
/** Farther from every hub than this, a driver's last place belongs to another life. */
const homeMeters = 30_000;

/** So many drivers: those that are there, and new ones for the rest. Each stands where they were seen last. */
export async function openFleet(
  world: World,
  count: number,
  send: (position: DevicePosition) => void,
): Promise<Map<string, DriverAgent>> {
  const { office, random, hubs, stats } = world;
  const drivers: Driver[] = [];
  for await (const driver of office.list<Driver>('/v1/drivers', { limit: 200 })) {
    if (drivers.length >= count) break;
    drivers.push(driver);
  }
  for (let index = drivers.length; index < count; index++)
    drivers.push(
      await office.post<Driver>('/v1/drivers', {
        name: personName(random),
        vehicleKind: kinds[index % kinds.length],
      }),
    );
  const seen = await lastPlaces(world, drivers);
  const agents = drivers.map((driver) => {
    const last = seen.get(driver.id);
    const isHome = last && hubs.some((hub) => distanceMeters(hub, last) < homeMeters);
    const hub = random.pick(hubs);
    const start = isHome ? last : shifted(hub, random.between(-400, 400), random.between(-400, 400));
    return [driver.id, new DriverAgent(world, driver, start, send)] as const;
  });
  stats.drivers = drivers.length;
  return new Map(agents);
}

async function lastPlaces({ office }: World, drivers: readonly Driver[]): Promise<Map<string, Point>> {
  const places = new Map<string, Point>();
  for (let at = 0; at < drivers.length; at += 100) {
    const deviceId = drivers.slice(at, at + 100).map(({ id }) => id);
    const query = { deviceId, limit: 200 };
    for await (const { deviceId: id, lat, lng } of office.list<Point & { deviceId: string }>(
      '/v1/positions',
      query,
    ))
      places.set(id, { lat, lng });
  }
  return places;
}
