import { seededRng } from '../../src/platform/ports/rng.ts';
import { coverBounds, tileKey } from '../../src/platform/realtime/grid.ts';

/** A city's worth of country: everything moves inside it. */
export const AREA = { west: 9.0, south: 47.0, width: 1.0, height: 0.5 };
export const TILES_PER_VIEWPORT = 144;

export type Box = [number, number, number, number];

/** The same vehicles and viewports for every side of a comparison. */
export class Fleet {
  readonly ids: string[];
  readonly #lat: Float64Array;
  readonly #lng: Float64Array;
  readonly #heading: Float64Array;
  readonly #rng = seededRng(7);

  constructor(vehicles: number) {
    this.ids = Array.from(
      { length: vehicles },
      (_, index) => `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    );
    this.#lat = Float64Array.from({ length: vehicles }, () => AREA.south + this.#rng.float() * AREA.height);
    this.#lng = Float64Array.from({ length: vehicles }, () => AREA.west + this.#rng.float() * AREA.width);
    this.#heading = Float64Array.from({ length: vehicles }, () => this.#rng.float() * 360);
  }

  /** Drives one vehicle for some seconds at 14 m/s, turning now and then. */
  step(index: number, seconds: number): { lat: number; lng: number; heading: number } {
    let heading = this.#heading[index] as number;
    if (this.#rng.float() < 0.05) heading = (heading + 90) % 360;
    const meters = 14 * seconds;
    let lat = (this.#lat[index] as number) + (Math.cos((heading * Math.PI) / 180) * meters) / 111_195;
    let lng = (this.#lng[index] as number) + (Math.sin((heading * Math.PI) / 180) * meters) / 75_800;
    if (
      lat < AREA.south ||
      lat > AREA.south + AREA.height ||
      lng < AREA.west ||
      lng > AREA.west + AREA.width
    ) {
      heading = (heading + 180) % 360;
      lat = this.#lat[index] as number;
      lng = this.#lng[index] as number;
    }
    this.#lat[index] = lat;
    this.#lng[index] = lng;
    this.#heading[index] = heading;
    return { lat, lng, heading };
  }
}

/** Viewports that each hold the given share of the area, somewhere in it. */
export function viewportsOf(count: number, share: number): Box[] {
  const rng = seededRng(11);
  const width = AREA.width * Math.sqrt(share);
  const height = AREA.height * Math.sqrt(share);
  return Array.from({ length: count }, () => {
    const west = AREA.west + rng.float() * (AREA.width - width);
    const south = AREA.south + rng.float() * (AREA.height - height);
    return [west, south, west + width, south + height];
  });
}

/** The tiles of a viewport: what a rival's rooms are named by. */
export function tilesOf(box: Box): number[] {
  const rect = coverBounds(box, TILES_PER_VIEWPORT);
  const tiles: number[] = [];
  for (let x = rect.firstX; x <= rect.lastX; x++) {
    for (let y = rect.firstY; y <= rect.lastY; y++) tiles.push(tileKey(rect.level, x, y));
  }
  return tiles;
}

/** The level that all viewports of a size have, so that a rival needs to look up one tile for each position. */
export function levelOf(box: Box): number {
  return coverBounds(box, TILES_PER_VIEWPORT).level;
}
