import { lngScale } from '../network/distance.ts';
import type { StreetNetwork } from '../network/network.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';

export type LngLat = [lng: number, lat: number];

/** Points of a direction between two shares of it (0 at its beginning), appended to `line` without doubles. */
export function appendShape(
  network: StreetNetwork,
  direction: number,
  fromShare: number,
  toShare: number,
  line: LngLat[],
): void {
  const edge = direction >> 1;
  const first = network.edgeShape[edge] as number;
  const last = (network.edgeShape[edge + 1] as number) - 1;
  const isAgainst = (direction & 1) === 1;
  const count = last - first + 1;
  const indexAt = (i: number): number => (isAgainst ? last - i : first + i);
  const scale = lngScale(network.shapeLat[first] as number);
  const lengths = new Float64Array(count);
  for (let i = 1; i < count; i++) {
    const a = indexAt(i - 1);
    const b = indexAt(i);
    const dx = ((network.shapeLng[b] as number) - (network.shapeLng[a] as number)) * scale;
    const dy = (network.shapeLat[b] as number) - (network.shapeLat[a] as number);
    lengths[i] = (lengths[i - 1] as number) + Math.hypot(dx, dy);
  }
  const total = lengths[count - 1] as number;
  const from = fromShare * total;
  const to = toShare * total;
  push(line, pointAt(network, indexAt, lengths, from));
  for (let i = 1; i < count - 1; i++) {
    const at = lengths[i] as number;
    if (at > from && at < to) push(line, degrees(network, indexAt(i)));
  }
  push(line, pointAt(network, indexAt, lengths, to));
}

function degrees(network: StreetNetwork, index: number): LngLat {
  return [
    (network.shapeLng[index] as number) / COORDINATE_SCALE,
    (network.shapeLat[index] as number) / COORDINATE_SCALE,
  ];
}

function pointAt(
  network: StreetNetwork,
  indexAt: (i: number) => number,
  lengths: Float64Array,
  distance: number,
): LngLat {
  let i = 1;
  while (i < lengths.length - 1 && (lengths[i] as number) < distance) i++;
  const start = lengths[i - 1] as number;
  const length = (lengths[i] as number) - start;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, (distance - start) / length));
  const a = indexAt(i - 1);
  const b = indexAt(i);
  const lat1 = network.shapeLat[a] as number;
  const lng1 = network.shapeLng[a] as number;
  return [
    Math.round(lng1 + share * ((network.shapeLng[b] as number) - lng1)) / COORDINATE_SCALE,
    Math.round(lat1 + share * ((network.shapeLat[b] as number) - lat1)) / COORDINATE_SCALE,
  ];
}

function push(line: LngLat[], point: LngLat): void {
  const last = line[line.length - 1];
  if (!last || last[0] !== point[0] || last[1] !== point[1]) line.push(point);
}
