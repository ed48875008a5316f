import { geographyOf, RoutingError, type Profile } from '../../../capabilities/geography/api.ts';
import type { Config } from '../../../platform/config/config.ts';
import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';

export interface TravelTable {
  /** Whole meters, rows by origin, columns by destination, in the order of the points. */
  meters: number[][];
  seconds: number[][];
  from: 'streets' | 'straight line';
}

/** Where no street network covers the points: the straight line, made longer by what streets usually add. */
const detour = 1.3;
const metersPerSecond: Record<Profile, number> = { car: 11, bike: 4.5, foot: 1.4 };

/** Ways and times between all points: along streets where a map is imported, else by the straight line. */
export async function travelTable(
  points: readonly Point[],
  profile: Profile,
  ports: { config: Config },
): Promise<TravelTable> {
  const geography = geographyOf(ports);
  await geography.ready();
  try {
    const table = geography.distanceTable(profile, points, points);
    const whole = (rows: (number | null)[][]) => {
      const cells = rows.map((row) => row.map((cell) => (cell === null ? null : Math.round(cell))));
      return cells.every((row) => row.every((cell) => cell !== null)) ? (cells as number[][]) : undefined;
    };
    const meters = whole(table.distancesMeters);
    const seconds = whole(table.durationsSeconds);
    if (meters && seconds) return { meters, seconds, from: 'streets' };
  } catch (error) {
    if (!(error instanceof RoutingError)) throw error;
  }
  const meters = points.map((a) => points.map((b) => Math.round(distanceMeters(a, b) * detour)));
  const seconds = meters.map((row) => row.map((way) => Math.round(way / metersPerSecond[profile])));
  return { meters, seconds, from: 'straight line' };
}

/** How a vehicle finds its way. */
export function profileOf(vehicleKind: string): Profile {
  if (vehicleKind === 'foot') return 'foot';
  return vehicleKind === 'bike' || vehicleKind === 'cargo_bike' ? 'bike' : 'car';
}
