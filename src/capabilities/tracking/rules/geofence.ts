import { coverBounds, gridX, gridY, LEVELS, tileKey } from '../../../platform/realtime/grid.ts';
import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';

export type Ring = readonly (readonly [lng: number, lat: number])[];

export interface Geofence {
  id: string;
  name: string;
  /** Either a circle or a polygon; the first ring is the outer one, the others are holes. */
  circle: { lat: number; lng: number; radiusMeters: number } | null;
  rings: readonly Ring[] | null;
  dwellSeconds: number | null;
  /** Devices that it is for; null: all. */
  deviceIds: readonly string[] | null;
}

const METERS_PER_DEGREE = 111_195;
const MAX_TILES = 16;

/** [west, south, east, north] in degrees. */
export function boundsOf(fence: Pick<Geofence, 'circle' | 'rings'>): [number, number, number, number] {
  if (fence.circle !== null) {
    const { lat, lng, radiusMeters } = fence.circle;
    const dLat = radiusMeters / METERS_PER_DEGREE;
    const dLng = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
    return [lng - dLng, lat - dLat, lng + dLng, lat + dLat];
  }
  const outer = fence.rings?.[0] ?? [];
  const lngs = outer.map(([lng]) => lng);
  const lats = outer.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** Even-odd rule over all rings: inside the outer one and in no hole. */
function insideRings(rings: readonly Ring[], { lat, lng }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
      const [x1, y1] = ring[index] as readonly [number, number];
      const [x2, y2] = ring[before] as readonly [number, number];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

export function contains(fence: Pick<Geofence, 'circle' | 'rings'>, place: Point): boolean {
  if (fence.circle !== null) return distanceMeters(fence.circle, place) <= fence.circle.radiusMeters;
  return fence.rings !== null && insideRings(fence.rings, place);
}

interface Indexed {
  fence: Geofence;
  bounds: readonly [number, number, number, number];
  devices: ReadonlySet<string> | null;
}

/** Finds the geofences around a place: each stands in the tiles of the level at which a few cover it. */
export class GeofenceIndex {
  readonly #tiles = new Map<number, Indexed[]>();
  readonly #levels: number[];
  readonly size: number;

  constructor(fences: readonly Geofence[]) {
    const levels = new Set<number>();
    for (const fence of fences) {
      const bounds = boundsOf(fence);
      const rect = coverBounds(bounds, MAX_TILES);
      const devices = fence.deviceIds === null ? null : new Set(fence.deviceIds);
      levels.add(rect.level);
      for (let x = rect.firstX; x <= rect.lastX; x++) {
        for (let y = rect.firstY; y <= rect.lastY; y++) {
          const key = tileKey(rect.level, x, y);
          const there = this.#tiles.get(key);
          if (there === undefined) this.#tiles.set(key, [{ fence, bounds, devices }]);
          else there.push({ fence, bounds, devices });
        }
      }
    }
    this.#levels = LEVELS.filter((level) => levels.has(level));
    this.size = fences.length;
  }

  /** The geofences that the device is inside of at this place. */
  at(deviceId: string, place: Point): Geofence[] {
    const found: Geofence[] = [];
    const x = gridX(place.lng);
    const y = gridY(place.lat);
    for (const level of this.#levels) {
      const size = 2 ** (30 - level);
      const there = this.#tiles.get(tileKey(level, Math.floor(x / size), Math.floor(y / size)));
      if (there === undefined) continue;
      for (const { fence, bounds, devices } of there) {
        if (place.lng < bounds[0] || place.lng > bounds[2] || place.lat < bounds[1] || place.lat > bounds[3])
          continue;
        if (devices !== null && !devices.has(deviceId)) continue;
        if (contains(fence, place)) found.push(fence);
      }
    }
    return found;
  }
}

export type CrossingKind = 'entered' | 'left' | 'dwelled';

export interface Crossing {
  kind: CrossingKind;
  geofenceId: string;
  deviceId: string;
  deviceKind: number;
  atMs: number;
  lat: number;
  lng: number;
  /** When it entered. */
  sinceMs: number;
}

interface Mover extends Point {
  deviceId: string;
  kind: number;
  timeMs: number;
}

/** What the device crosses with this fix, which must be newer than the one before. Changes `inside`. */
export function crossings(
  index: GeofenceIndex,
  fix: Mover,
  inside: Map<string, { sinceMs: number; dwelled: boolean }>,
): Crossing[] {
  const now = index.at(fix.deviceId, fix);
  if (now.length === 0 && inside.size === 0) return [];
  const found: Crossing[] = [];
  const cross = (kind: CrossingKind, geofenceId: string, sinceMs: number): void => {
    const { deviceId, kind: deviceKind, timeMs: atMs, lat, lng } = fix;
    found.push({ kind, geofenceId, deviceId, deviceKind, atMs, lat, lng, sinceMs });
  };
  for (const [id, stay] of inside) {
    if (now.some((fence) => fence.id === id)) continue;
    inside.delete(id);
    cross('left', id, stay.sinceMs);
  }
  for (const fence of now) {
    const stay = inside.get(fence.id);
    if (stay === undefined) {
      inside.set(fence.id, { sinceMs: fix.timeMs, dwelled: false });
      cross('entered', fence.id, fix.timeMs);
    } else if (
      !stay.dwelled &&
      fence.dwellSeconds !== null &&
      fix.timeMs - stay.sinceMs >= fence.dwellSeconds * 1000
    ) {
      stay.dwelled = true;
      cross('dwelled', fence.id, stay.sinceMs);
    }
  }
  return found;
}
