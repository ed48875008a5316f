import { type Box, visitBox } from '../region/grid.ts';
import type { TextTable } from '../region/text-table.ts';
import type { AddressColumns } from '../search/addresses.ts';
import { type ClipBox, clipLine, clipRing, ringArea, simplify } from './clip.ts';
import { LAYERS } from './drawn-as.ts';
import { type FeatureColumns, IS_BRIDGE, IS_LINK, IS_ONEWAY, IS_TUNNEL, SHAPES } from './features.ts';
import { encodeTile, EXTENT, TileLayer } from './mvt.ts';

/** Tiles are made up to this zoom; screens enlarge the last ones beyond it. */
export const MAX_ZOOM = 15;

const BUFFER = 96;
const CLIP: ClipBox = { min: -BUFFER, max: EXTENT + BUFFER };
const SIMPLIFY_UNITS = 5;
const SMALLEST_AREA = 500;
const HOUSE_NUMBER_ZOOM = 15;

export interface TilePlace {
  z: number;
  x: number;
  y: number;
}

export interface DrawnMap {
  features: FeatureColumns;
  texts: TextTable;
  addresses?: AddressColumns;
}

/** The box of a tile in 1e-7 degrees, with some room around it. */
export function tileBox({ z, x, y }: TilePlace, buffer: number): Box {
  const size = 2 ** z;
  const lng = (at: number): number => (at / size) * 3.6e9 - 1.8e9;
  const lat = (at: number): number => {
    const n = Math.PI * (1 - (2 * at) / size);
    return ((Math.atan(Math.sinh(n)) * 180) / Math.PI) * 1e7;
  };
  const room = buffer / EXTENT;
  return { west: lng(x - room), east: lng(x + 1 + room), north: lat(y - room), south: lat(y + 1 + room) };
}

/** Coordinates in 1e-7 degrees to units of a tile (Web Mercator). */
class Projection {
  private readonly scale: number;
  private readonly offsetX: number;
  private readonly offsetY: number;

  constructor({ z, x, y }: TilePlace) {
    this.scale = 2 ** z * EXTENT;
    this.offsetX = x * EXTENT;
    this.offsetY = y * EXTENT;
  }

  x(lng: number): number {
    return (lng / 3.6e9 + 0.5) * this.scale - this.offsetX;
  }

  y(lat: number): number {
    const sin = Math.sin((Math.max(-85.06e7, Math.min(85.06e7, lat)) * Math.PI) / 180e7);
    return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * this.scale - this.offsetY;
  }
}

/** Draws a tile of several maps, one over the other; `without` leaves layers of a map out. */
export function drawTile(
  place: TilePlace,
  maps: readonly (DrawnMap & { without?: ReadonlySet<string> })[],
): Uint8Array {
  const layers = new Map(LAYERS.map((name) => [name, new TileLayer(name)]));
  const projection = new Projection(place);
  const box = tileBox(place, BUFFER);
  for (const map of maps) {
    const seen = new Set<number>();
    const found: number[] = [];
    for (const { maxMinZoom, grid } of map.features.tiers) {
      visitBox(grid, box, (feature) => {
        if ((map.features.minZoom[feature] as number) > place.z || seen.has(feature)) return;
        seen.add(feature);
        found.push(feature);
      });
      if (maxMinZoom >= place.z) break;
    }
    found.sort((a, b) => (map.features.rank[b] as number) - (map.features.rank[a] as number) || a - b);
    for (const feature of found) {
      const layer = layers.get(LAYERS[map.features.layer[feature] as number] as (typeof LAYERS)[number]);
      if (layer && !map.without?.has(layer.name)) addFeature(layer, map, feature, projection, place.z);
    }
    if (map.addresses && place.z >= HOUSE_NUMBER_ZOOM) {
      addHouseNumbers(layers.get('housenumber') as TileLayer, map, map.addresses, projection, box);
    }
  }
  return encodeTile([...layers.values()]);
}

function addFeature(
  layer: TileLayer,
  map: DrawnMap,
  feature: number,
  projection: Projection,
  z: number,
): void {
  const { features, texts } = map;
  const shape = SHAPES[features.shape[feature] as number] as 'point' | 'line' | 'area';
  const tolerance = z >= MAX_ZOOM ? 1 : SIMPLIFY_UNITS;
  const parts: number[][] = [];
  const end = features.partOffset[feature + 1] as number;
  for (let part = features.partOffset[feature] as number; part < end; part++) {
    const last = features.pointOffset[part + 1] as number;
    const line: number[] = [];
    for (let i = features.pointOffset[part] as number; i < last; i++) {
      line.push(projection.x(features.lng[i] as number), projection.y(features.lat[i] as number));
    }
    if (shape === 'point') {
      if (isInside(line)) parts.push(line);
    } else if (shape === 'line') parts.push(...clipLine(simplify(line, tolerance), CLIP));
    else addRing(parts, line, tolerance, z);
  }
  if (parts.length === 0) return;
  const flags = features.flags[feature] as number;
  layer.add(shape, parts, {
    kind: texts.at(features.kind[feature] as number),
    name: texts.at(features.name[feature] as number),
    ref: texts.at(features.ref[feature] as number),
    bridge: (flags & IS_BRIDGE) !== 0 || undefined,
    tunnel: (flags & IS_TUNNEL) !== 0 || undefined,
    link: (flags & IS_LINK) !== 0 || undefined,
    oneway: (flags & IS_ONEWAY) !== 0 || undefined,
    rank: (features.rank[feature] as number) || undefined,
  });
}

/** Adds a ring in the direction that tiles ask for: outer rings one way, holes the other. */
function addRing(parts: number[][], line: readonly number[], tolerance: number, z: number): void {
  const ring = clipRing(simplify(line, tolerance), CLIP);
  if (ring.length < 6) return;
  const area = ringArea(ring);
  if (Math.abs(area) < (z >= MAX_ZOOM ? 8 : SMALLEST_AREA)) return;
  const isHole = parts.some(
    (outer) => ringArea(outer) > 0 && contains(outer, ring[0] as number, ring[1] as number),
  );
  if (area > 0 !== isHole) parts.push(ring);
  else {
    const reversed: number[] = [];
    for (let i = ring.length - 2; i >= 0; i -= 2) reversed.push(ring[i] as number, ring[i + 1] as number);
    parts.push(reversed);
  }
}

function contains(ring: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const y1 = ring[i + 1] as number;
    const y2 = ring[j + 1] as number;
    const x1 = ring[i] as number;
    if (y1 > y !== y2 > y && x < (((ring[j] as number) - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

function isInside([x, y]: readonly number[]): boolean {
  return (x as number) >= 0 && (x as number) < EXTENT && (y as number) >= 0 && (y as number) < EXTENT;
}

function addHouseNumbers(
  layer: TileLayer,
  map: DrawnMap,
  addresses: AddressColumns,
  projection: Projection,
  box: Box,
): void {
  visitBox(addresses.grid, box, (address) => {
    const point = [
      projection.x(addresses.lng[address] as number),
      projection.y(addresses.lat[address] as number),
    ];
    if (!isInside(point)) return;
    layer.add('point', [point], { number: map.texts.at(addresses.number[address] as number) });
  });
}
