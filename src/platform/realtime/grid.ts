/**
 * The grid that viewports and position frames are cut by.
 *
 * Longitude and latitude are each one integer of 30 bits (linear, not Mercator: an encoder and a decoder
 * need one multiplication, and the poles are inside). A tile of level L is the first L bits of both; the
 * next 16 bits are the place inside the tile. So a tile, its parents, and the 16-bit offsets are shifts.
 */
export const GRID_BITS = 30;
const GRID_SIZE = 2 ** GRID_BITS;

/** Levels that tiles exist at, coarse to fine. At 14 a tile is 0.022 by 0.011 degrees. */
export const LEVELS = [0, 2, 4, 6, 8, 10, 12, 14] as const;
export const FINEST_LEVEL = 14;

/** [west, south, east, north] in degrees; west > east when it crosses the antimeridian. */
export type Bounds = readonly [number, number, number, number];

export interface TileRect {
  level: number;
  /** First and last column; `lastX` may be beyond the last column of the level and wraps around. */
  firstX: number;
  lastX: number;
  firstY: number;
  lastY: number;
}

export function gridX(lng: number): number {
  const x = Math.round(((lng + 180) / 360) * GRID_SIZE);
  return x < 0 ? 0 : x >= GRID_SIZE ? GRID_SIZE - 1 : x;
}

export function gridY(lat: number): number {
  const y = Math.round(((lat + 90) / 180) * GRID_SIZE);
  return y < 0 ? 0 : y >= GRID_SIZE ? GRID_SIZE - 1 : y;
}

/** One number that names a tile among all levels. */
export function tileKey(level: number, x: number, y: number): number {
  return (level * 0x4000 + x) * 0x4000 + y;
}

export function validBounds(bounds: Bounds): boolean {
  const [west, south, east, north] = bounds;
  return (
    Number.isFinite(west) &&
    Number.isFinite(south) &&
    Number.isFinite(east) &&
    Number.isFinite(north) &&
    west >= -180 &&
    west <= 180 &&
    east >= -180 &&
    east <= 180 &&
    south >= -90 &&
    north <= 90 &&
    south < north &&
    west !== east
  );
}

/** The tiles of the finest level at which at most `maxTiles` cover the bounds. */
export function coverBounds(bounds: Bounds, maxTiles: number): TileRect {
  const [west, south, east, north] = bounds;
  const x0 = gridX(west);
  const x1 = west < east ? gridX(east) : gridX(east) + GRID_SIZE;
  const y0 = gridY(south);
  const y1 = gridY(north);
  for (let index = LEVELS.length - 1; index > 0; index--) {
    const level = LEVELS[index] as number;
    const size = 2 ** (GRID_BITS - level);
    const rect = {
      level,
      firstX: Math.floor(x0 / size),
      lastX: Math.floor(x1 / size),
      firstY: Math.floor(y0 / size),
      lastY: Math.floor(y1 / size),
    };
    const columns = Math.min(rect.lastX - rect.firstX + 1, 2 ** level);
    if (columns * (rect.lastY - rect.firstY + 1) <= maxTiles) {
      rect.lastX = rect.firstX + columns - 1;
      return rect;
    }
  }
  return { level: 0, firstX: 0, lastX: 0, firstY: 0, lastY: 0 };
}
