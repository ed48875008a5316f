import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';

export interface TimedPlace extends Point {
  timeMs: number;
}

/** Length of the way through the places in their order. */
export function lengthMeters(places: readonly Point[]): number {
  let sum = 0;
  for (let index = 1; index < places.length; index++) {
    sum += distanceMeters(places[index - 1] as Point, places[index] as Point);
  }
  return sum;
}

export interface Stop extends Point {
  fromMs: number;
  toMs: number;
  durationSeconds: number;
}

/**
 * Where something stood: stretches of at least `minSeconds` in which every place is within `radiusMeters` of the
 * first one.
 */
export function findStops(
  places: readonly TimedPlace[],
  { radiusMeters, minSeconds }: { radiusMeters: number; minSeconds: number },
): Stop[] {
  const stops: Stop[] = [];
  let start = 0;
  while (start < places.length) {
    const anchor = places[start] as TimedPlace;
    let end = start;
    while (end + 1 < places.length && distanceMeters(anchor, places[end + 1] as TimedPlace) <= radiusMeters)
      end++;
    const toMs = (places[end] as TimedPlace).timeMs;
    const durationSeconds = (toMs - anchor.timeMs) / 1000;
    if (end > start && durationSeconds >= minSeconds) {
      const inside = places.slice(start, end + 1);
      stops.push({
        lat: inside.reduce((sum, place) => sum + place.lat, 0) / inside.length,
        lng: inside.reduce((sum, place) => sum + place.lng, 0) / inside.length,
        fromMs: anchor.timeMs,
        toMs,
        durationSeconds,
      });
      start = end + 1;
    } else {
      start++;
    }
  }
  return stops;
}

/**
 * The places that are needed so that no other is further than `toleranceMeters` from the line (Douglas and
 * Peucker, without recursion). First and last always stay.
 */
export function thinPlaces<T extends Point>(places: readonly T[], toleranceMeters: number): T[] {
  if (places.length <= 2 || toleranceMeters <= 0) return [...places];
  const keep = new Uint8Array(places.length);
  keep[0] = 1;
  keep[places.length - 1] = 1;
  const stack: [number, number][] = [[0, places.length - 1]];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    const [from, to] = range;
    let worst = toleranceMeters;
    let at = -1;
    for (let index = from + 1; index < to; index++) {
      const offset = offsetMeters(places[index] as T, places[from] as T, places[to] as T);
      if (offset > worst) {
        worst = offset;
        at = index;
      }
    }
    if (at === -1) continue;
    keep[at] = 1;
    stack.push([from, at], [at, to]);
  }
  return places.filter((_, index) => keep[index] === 1);
}

const METERS_PER_DEGREE = 111_195;

/** Distance of a place from a segment, on a plane: exact enough for the metres that thinning is about. */
function offsetMeters(place: Point, from: Point, to: Point): number {
  const scale = Math.cos((from.lat * Math.PI) / 180);
  const [x, y] = [(place.lng - from.lng) * scale, place.lat - from.lat];
  const [dx, dy] = [(to.lng - from.lng) * scale, to.lat - from.lat];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / squared));
  return Math.hypot(x - share * dx, y - share * dy) * METERS_PER_DEGREE;
}
