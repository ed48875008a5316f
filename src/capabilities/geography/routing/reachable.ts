import type { ProfileGraph } from '../graph/profile-graph.ts';
import { lngScale, METERS_PER_UNIT } from '../network/distance.ts';
import type { StreetNetwork } from '../network/network.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';
import type { LngLat } from './geometry.ts';
import { outlineMask, type Ring } from './outline.ts';
import type { PlainSearch } from './plain-search.ts';
import { type StreetPoint, startSeeds } from './seeds.ts';

export interface ReachableArea {
  seconds: number;
  /** A GeoJSON MultiPolygon's coordinates. */
  coordinates: LngLat[][][];
}

const MIN_CELL_METERS = 25;
const MAX_CELLS = 400;

/** Everything within reach at once by time, then one outline for each time asked. */
export function reachableAreas(
  network: StreetNetwork,
  graph: ProfileGraph,
  search: PlainSearch,
  start: StreetPoint,
  seconds: readonly number[],
): ReachableArea[] {
  const limit = Math.max(...seconds) * 1000;
  const reached: { lat: number; lng: number; time: number }[] = [];
  const durations = network.durations[graph.profile];
  const walk = (direction: number, time: number, fromShare: number): void => {
    const duration = durations[direction] as number;
    sampleDirection(network, direction, (lat, lng, share) => {
      const at = time + duration * (share - fromShare);
      if (share >= fromShare && at <= limit) reached.push({ lat, lng, time: at });
    });
  };
  const seeds = startSeeds(network, graph, start);
  for (const { direction } of seeds) {
    walk(direction, 0, (direction & 1) === 0 ? start.share : 1 - start.share);
  }
  search.run(seeds, limit, (state, weight) => {
    const end = graph.stepOffset[state + 1] as number;
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      const direction = graph.stepDirection[at] as number;
      walk(direction, weight + (graph.stepWeight[at] as number) - (durations[direction] as number), 0);
    }
    return false;
  });
  return draw(reached, seconds);
}

const SAMPLE_METERS = 20;

/** Points along a direction, close enough together to leave no gap in the raster. */
function sampleDirection(
  network: StreetNetwork,
  direction: number,
  visit: (lat: number, lng: number, share: number) => void,
): void {
  const edge = direction >> 1;
  const first = network.edgeShape[edge] as number;
  const last = (network.edgeShape[edge + 1] as number) - 1;
  const meters = (network.edgeLengthCm[edge] as number) / 100;
  let before = 0;
  for (let at = first; at < last; at++) {
    const lat = network.shapeLat[at] as number;
    const lng = network.shapeLng[at] as number;
    const dLat = (network.shapeLat[at + 1] as number) - lat;
    const dLng = (network.shapeLng[at + 1] as number) - lng;
    const length = Math.hypot(dLat, dLng * lngScale(lat)) * METERS_PER_UNIT;
    const pieces = Math.max(1, Math.ceil(length / SAMPLE_METERS));
    for (let i = 0; i <= pieces; i++) {
      const share = Math.min(1, (before + (length * i) / pieces) / meters);
      visit(lat + (dLat * i) / pieces, lng + (dLng * i) / pieces, (direction & 1) === 0 ? share : 1 - share);
    }
    before += length;
  }
}

function draw(
  reached: readonly { lat: number; lng: number; time: number }[],
  seconds: readonly number[],
): ReachableArea[] {
  let [south, west, north, east] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lat, lng } of reached) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lng);
    east = Math.max(east, lng);
  }
  const scale = lngScale((south + north) / 2);
  const widest = Math.max(north - south, (east - west) * scale) * METERS_PER_UNIT;
  const cell = Math.max(MIN_CELL_METERS, widest / MAX_CELLS) / METERS_PER_UNIT;
  const margin = 4;
  const columns = Math.ceil(((east - west) * scale) / cell) + 2 * margin + 1;
  const rows = Math.ceil((north - south) / cell) + 2 * margin + 1;
  const times = new Float64Array(columns * rows).fill(Infinity);
  for (const { lat, lng, time } of reached) {
    const row = Math.floor((lat - south) / cell) + margin;
    const column = Math.floor(((lng - west) * scale) / cell) + margin;
    const at = row * columns + column;
    times[at] = Math.min(times[at] as number, time);
  }
  const toLngLat = ([x, y]: [number, number]): LngLat => [
    Math.round(west + ((x - margin) * cell) / scale) / COORDINATE_SCALE,
    Math.round(south + (y - margin) * cell) / COORDINATE_SCALE,
  ];
  return seconds.map((limit) => {
    const mask = widen(times, columns, rows, limit * 1000);
    const outlines = outlineMask(mask, columns, rows);
    return {
      seconds: limit,
      coordinates: outlines.map((rings: Ring[]) => rings.map((ring) => ring.map(toLngLat))),
    };
  });
}

/** The cells in reach and those around them: one can step off a street. */
function widen(times: Float64Array, columns: number, rows: number, limit: number): Uint8Array {
  const mask = new Uint8Array(columns * rows);
  const reach = 2;
  for (let row = reach; row < rows - reach; row++) {
    for (let column = reach; column < columns - reach; column++) {
      if ((times[row * columns + column] as number) > limit) continue;
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          if (dx * dx + dy * dy <= reach * reach + 1) mask[(row + dy) * columns + column + dx] = 1;
        }
      }
    }
  }
  return mask;
}
