import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unpack } from '../region/pack.ts';
import type { Box } from '../region/grid.ts';
import type { Region } from '../region/region.ts';
import { type PackedTexts, TextTable } from '../region/text-table.ts';
import { drawTile, type DrawnMap, type TilePlace, tileBox } from './draw-tile.ts';
import type { FeatureColumns } from './features.ts';

/** The world's own outlines are too coarse to stand beside a region's streets from here on. */
const REGION_LAND_ZOOM = 7;
const WORLD_BORDER_ZOOM = 9;

let world: DrawnMap | undefined;

function worldMap(): DrawnMap {
  if (!world) {
    const bytes = gunzipSync(readFileSync(new URL('./world.map.gz', import.meta.url)));
    const buffer = new ArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    const { features, texts } = unpack<{ features: FeatureColumns; texts: PackedTexts }>(buffer, false);
    world = { features, texts: new TextTable(texts) };
  }
  return world;
}

function meets(a: Box, b: Box): boolean {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}

function covers(outer: Box, inner: Box): boolean {
  return (
    outer.west <= inner.west &&
    outer.east >= inner.east &&
    outer.south <= inner.south &&
    outer.north >= inner.north
  );
}

/** A tile of the world's outlines with the regions' maps on it. */
export function drawMapTile(place: TilePlace, regions: readonly Region[]): Uint8Array {
  const box = tileBox(place, 0);
  const here = regions.filter((region) => meets(region.about.bounds, box));
  const without = new Set<string>();
  // A region with a coast brings its own land; the world's would lie across it.
  const drawsLand = here.some((region) => region.features.hasLand && covers(region.about.bounds, box));
  if (drawsLand && place.z >= REGION_LAND_ZOOM) without.add('land');
  if (place.z >= WORLD_BORDER_ZOOM && here.length > 0) without.add('boundary');
  return drawTile(place, [{ ...worldMap(), without }, ...here]);
}
