import type { Profile } from '../../src/capabilities/geography/network/profile-rules.ts';
import { driveAlong } from '../../src/capabilities/geography/routing/driven.ts';
import type { LngLat } from '../../src/capabilities/geography/routing/geometry.ts';
import type { Router } from '../../src/capabilities/geography/routing/router.ts';
import type { Fix } from '../../src/capabilities/geography/matching/steady.ts';

const METERS_PER_DEGREE = 111_195;

export interface Drive {
  line: LngLat[];
  /** Metres from the start at each point of the line. */
  along: number[];
  /** Seconds from the start at each point of the line. */
  seconds: number[];
  /** Metres driven on each direction of an edge. */
  metersOn: Map<number, number>;
  meters: number;
}

/** A drive between two random addresses, known to the last metre. */
export function randomDrive(router: Router, profile: Profile, random: () => number): Drive | undefined {
  const { addresses, network } = router.region;
  const pick = () => {
    const i = Math.floor(random() * addresses.lat.length);
    return { lat: (addresses.lat[i] as number) / 1e7, lng: (addresses.lng[i] as number) / 1e7 };
  };
  const from = router.trySnap(profile, pick());
  const to = router.trySnap(profile, pick());
  const path = from && to && router.path(profile, from, to);
  if (!path) return undefined;
  const line: LngLat[] = [];
  const driven = driveAlong(network, router.graph(profile), path, from, to, line);
  const metersOn = new Map<number, number>();
  for (const part of driven)
    metersOn.set(part.direction, (metersOn.get(part.direction) ?? 0) + part.lengthCm / 100);
  const along = [0];
  for (let i = 1; i < line.length; i++)
    along.push((along[i - 1] as number) + meters(line[i - 1] as LngLat, line[i] as LngLat));
  const seconds = line.map(() => 0);
  let before = 0;
  for (const part of driven) {
    const first = part.geometryIndex;
    const length = (along[part.geometryEnd] as number) - (along[first] as number);
    for (let i = first + 1; i <= part.geometryEnd; i++) {
      const share = length > 0 ? ((along[i] as number) - (along[first] as number)) / length : 1;
      seconds[i] = before + (share * part.milliseconds) / 1000;
    }
    before += part.milliseconds / 1000;
  }
  return { line, along, seconds, metersOn, meters: along[along.length - 1] as number };
}

export function meters(a: LngLat, b: LngLat): number {
  const scale = Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(b[1] - a[1], (b[0] - a[0]) * scale) * METERS_PER_DEGREE;
}

/** Where a drive is when a measure along it (metres or seconds) has a value. */
export function placeAt(drive: Drive, measure: readonly number[], value: number): LngLat {
  let low = 1;
  let high = measure.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((measure[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  const a = drive.line[low - 1] as LngLat;
  const b = drive.line[low] as LngLat;
  const start = measure[low - 1] as number;
  const length = (measure[low] as number) - start;
  const share = length > 0 ? Math.max(0, Math.min(1, (value - start) / length)) : 0;
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

/** A fix some metres off, by the normal distribution on both axes. */
export function noisyFix([lng, lat]: LngLat, sigma: number, random: () => number): Fix {
  const radius = sigma * Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  const scale = Math.cos((lat * Math.PI) / 180);
  return {
    lat: Math.round((lat + (radius * Math.sin(angle)) / METERS_PER_DEGREE) * 1e7),
    lng: Math.round((lng + (radius * Math.cos(angle)) / METERS_PER_DEGREE / scale) * 1e7),
    accuracyMeters: sigma,
  };
}
