import { colorOf } from '../design/states.ts';
import { sayAttribution } from './say-attribution.ts';
import { EXTENT, readTile, type TileFeature } from './tile-reader.ts';
import type { View } from './view.ts';

const layers = new Set([
  'land',
  'landcover',
  'landuse',
  'water',
  'waterway',
  'pier',
  'building',
  'road',
  'rail',
  'place',
]);
const green = new Set(['wood', 'park', 'grass', 'meadow', 'orchard', 'scrub', 'pitch']);
const main = new Set(['motorway', 'trunk', 'primary', 'secondary', 'tertiary']);
const small = new Set(['service', 'track', 'cycleway', 'footway', 'path', 'steps', 'bridleway']);
const lowestZoom = 9;
const highestZoom = 15;
const mostTiles = 120;
const widestScale = 1e5;
/** Streets that are there already wait that long for those that are not: each picture of them costs much. */
const impatienceMillis = 400;

interface Tile {
  z: number;
  x: number;
  y: number;
  features: TileFeature[];
}

/** Whose map it is: that stands on every map, as its makers ask for. Empty when the server does not say. */
export async function sourceOfMap(invented: string): Promise<string> {
  const response = await fetch('/v1/maps').catch(() => undefined);
  if (!response?.ok) return '';
  return sayAttribution(((await response.json()) as { attribution: string }).attribution, invented);
}

/** Streets, houses and coast from the server's own vector tiles, drawn once for each position of the map. */
export class BaseMap {
  readonly #tiles = new Map<string, Tile>();
  readonly #asked = new Set<string>();
  readonly #fetchTile: (path: string) => Promise<Uint8Array | null>;
  readonly #onChange: () => void;
  /** Whether the server has tiles; null until the first has been asked for. */
  #available: boolean | null = null;
  #awaited = 0;
  #told: ReturnType<typeof setTimeout> | undefined;

  constructor(fetchTile: (path: string) => Promise<Uint8Array | null>, onChange: () => void) {
    this.#fetchTile = fetchTile;
    this.#onChange = onChange;
  }

  /** Nothing that was asked for is still to come. */
  get isWhole(): boolean {
    return this.#asked.size > 0 && this.#awaited === 0;
  }

  draw(context: CanvasRenderingContext2D, view: View): void {
    context.fillStyle = colorOf(this.#tiles.size > 0 ? 'sea' : 'land');
    context.fillRect(0, 0, view.width, view.height);
    // Not yet told where to look.
    if (view.scale < widestScale) return;
    const z = Math.round(Math.min(highestZoom, Math.max(lowestZoom, Math.log2(view.scale / 380))));
    const visible = this.#visible(view, z);
    if (visible.length > mostTiles) return;
    for (const [x, y] of visible) void this.#ask(z, x, y);
    const tiles = visible.flatMap(([x, y]) => {
      const tile = this.#tiles.get(`${z}/${x}/${y}`) ?? this.#parent(z, x, y);
      // What is not known yet is no sea.
      if (!tile && this.#available) fillTile(context, view, 2 ** z, x, y);
      return tile ?? [];
    });
    for (const paint of paints(view)) this.#paint(context, view, [...new Set(tiles)], paint);
  }

  #visible(view: View, z: number): [number, number][] {
    const size = 2 ** z;
    const [west, north] = view.toWorld(0, 0);
    const [east, south] = view.toWorld(view.width, view.height);
    const list: [number, number][] = [];
    for (let y = Math.floor(north * size); y <= Math.floor(south * size); y++)
      for (let x = Math.floor(west * size); x <= Math.floor(east * size); x++) list.push([x, y]);
    return list;
  }

  /** What is there already of a wider tile, until the exact one has come. */
  #parent(z: number, x: number, y: number): Tile | undefined {
    for (let up = 1; up < 4; up++) {
      const tile = this.#tiles.get(`${z - up}/${x >> up}/${y >> up}`);
      if (tile) return tile;
    }
    return undefined;
  }

  #paint(context: CanvasRenderingContext2D, view: View, tiles: readonly Tile[], paint: Paint): void {
    for (const { z, x, y, features } of tiles) {
      const unit = view.scale / 2 ** z / EXTENT;
      const [px, py] = view.toScreen(x / 2 ** z, y / 2 ** z);
      context.save();
      context.beginPath();
      context.rect(px - 0.5, py - 0.5, unit * EXTENT + 1, unit * EXTENT + 1);
      context.clip();
      context.translate(px, py);
      context.scale(unit, unit);
      context.fillStyle = context.strokeStyle = paint.color;
      context.lineWidth = (paint.width ?? 1) / unit;
      context.lineCap = context.lineJoin = 'round';
      for (const feature of features) {
        if (!paint.takes(feature)) continue;
        if (paint.width) context.stroke(feature.path);
        else if (feature.shape === 3) context.fill(feature.path, 'evenodd');
      }
      context.restore();
    }
  }

  async #ask(z: number, x: number, y: number): Promise<void> {
    const key = `${z}/${x}/${y}`;
    if (this.#available === false || this.#asked.has(key)) return;
    if (this.#available === null && this.#asked.size > 0) return;
    this.#asked.add(key);
    this.#awaited++;
    try {
      const bytes = await this.#fetchTile(`/v1/tiles/${key}`);
      this.#available = bytes !== null;
      if (bytes) this.#tiles.set(key, { z, x, y, features: readTile(bytes, layers) });
    } catch {
      this.#asked.delete(key);
    }
    this.#awaited--;
    this.#tell();
  }

  /** Once when all that was asked for is there; while some are late, now and then. */
  #tell(): void {
    if (this.#awaited > 0) {
      this.#told ??= setTimeout(() => this.#tellNow(), impatienceMillis);
    } else this.#tellNow();
  }

  #tellNow(): void {
    clearTimeout(this.#told);
    this.#told = undefined;
    this.#onChange();
  }
}

function fillTile(context: CanvasRenderingContext2D, view: View, size: number, x: number, y: number): void {
  const [left, top] = view.toScreen(x / size, y / size);
  context.fillStyle = colorOf('land');
  context.fillRect(left - 0.5, top - 0.5, view.scale / size + 1, view.scale / size + 1);
}

interface Paint {
  color: string;
  /** Of a line, in pixels; none: an area is filled. */
  width?: number;
  takes(feature: TileFeature): boolean;
}

/** From the ground up. */
function paints(view: View): Paint[] {
  const near = Math.min(2.2, Math.max(0.4, view.scale / 3.6e6));
  const street = colorOf('street');
  const edge = colorOf('street-edge');
  const road = (takes: (kind: string) => boolean) => (feature: TileFeature) =>
    feature.layer === 'road' && feature.kind !== 'ferry' && takes(feature.kind);
  const isMain = (kind: string) => main.has(kind);
  const isSide = (kind: string) => !main.has(kind) && !small.has(kind);
  return [
    { color: colorOf('land'), takes: ({ layer }) => layer === 'land' },
    { color: colorOf('park'), takes: ({ layer, kind }) => layer === 'landcover' && green.has(kind) },
    { color: colorOf('sea'), takes: ({ layer }) => layer === 'water' },
    { color: colorOf('sea'), width: 2 * near, takes: ({ layer }) => layer === 'waterway' },
    { color: colorOf('land'), takes: ({ layer }) => layer === 'pier' },
    { color: colorOf('house'), takes: ({ layer }) => layer === 'building' },
    { color: edge, width: 1.2 * near, takes: road((kind) => small.has(kind)) },
    { color: edge, width: 3.4 * near + 1, takes: road(isSide) },
    { color: edge, width: 6.4 * near + 1, takes: road(isMain) },
    { color: street, width: 3.4 * near, takes: road(isSide) },
    { color: street, width: 6.4 * near, takes: road(isMain) },
  ];
}
