import type { Profile } from '../../src/capabilities/geography/network/profile-rules.ts';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { Router } from '../../src/capabilities/geography/routing/router.ts';
import { PlainSearch } from '../../src/capabilities/geography/routing/plain-search.ts';
import { reachableAreas } from '../../src/capabilities/geography/routing/reachable.ts';
import { RoutingError } from '../../src/capabilities/geography/routing/errors.ts';
import { drawMapTile } from '../../src/capabilities/geography/tiles/map-tile.ts';
import { chance, percentile } from './maps.ts';

const round = (value: number): number => Math.round(value * 1000) / 1000;

function addressPoint(region: Region, random: () => number) {
  const i = Math.floor(random() * region.addresses.lat.length);
  return { lat: (region.addresses.lat[i] as number) / 1e7, lng: (region.addresses.lng[i] as number) / 1e7 };
}

/** Whole routes between random addresses: snapping, search, line and steps. */
export function routeSpeed(region: Region, profile: Profile, count: number) {
  const router = new Router(region);
  const random = chance(5);
  const millis: number[] = [];
  let meters = 0;
  for (let i = 0; i < count + 200; i++) {
    const stops = [addressPoint(region, random), addressPoint(region, random)];
    const start = performance.now();
    try {
      meters += router.route(profile, stops).distanceMeters;
    } catch (error) {
      if (!(error instanceof RoutingError)) throw error;
    }
    // The first ones are read by an interpreter that has not compiled the search yet.
    if (i >= 200) millis.push(performance.now() - start);
  }
  millis.sort((a, b) => a - b);
  return {
    routes: count,
    averageKilometers: Math.round(meters / (count + 200) / 100) / 10,
    meanMillis: round(millis.reduce((sum, value) => sum + value, 0) / count),
    p50Millis: round(percentile(millis, 0.5)),
    p99Millis: round(percentile(millis, 0.99)),
  };
}

/** Areas within ten minutes of random addresses; and tiles around them, as a browser asks for them. */
export function areaSpeed(region: Region, count: number) {
  const router = new Router(region);
  const search = new PlainSearch(region.graphs.car);
  const random = chance(21);
  const millis: number[] = [];
  for (let i = 0; i < count; i++) {
    const point = router.trySnap('car', addressPoint(region, random));
    if (!point) continue;
    const start = performance.now();
    reachableAreas(region.network, region.graphs.car, search, point, [300, 600]);
    millis.push(performance.now() - start);
  }
  millis.sort((a, b) => a - b);
  return {
    areas: count,
    p50Millis: round(percentile(millis, 0.5)),
    p99Millis: round(percentile(millis, 0.99)),
  };
}

export function tileSpeed(region: Region, z: number, count: number) {
  const random = chance(34);
  const millis: number[] = [];
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const { lat, lng } = addressPoint(region, random);
    const radians = (lat * Math.PI) / 180;
    const x = Math.floor(((lng + 180) / 360) * 2 ** z);
    const y = Math.floor((0.5 - Math.asinh(Math.tan(radians)) / (2 * Math.PI)) * 2 ** z);
    const start = performance.now();
    bytes += drawMapTile({ z, x, y }, [region]).byteLength;
    millis.push(performance.now() - start);
  }
  millis.sort((a, b) => a - b);
  return {
    tiles: count,
    averageBytes: Math.round(bytes / count),
    p50Millis: round(percentile(millis, 0.5)),
    p99Millis: round(percentile(millis, 0.99)),
  };
}

/** A square table among random addresses; the median of several. */
export function tableSpeed(region: Region, profile: Profile, size: number, runs: number): number {
  const router = new Router(region);
  const random = chance(size);
  const millis: number[] = [];
  for (let run = 0; run < runs; run++) {
    const points = Array.from({ length: size }, () => addressPoint(region, random));
    const start = performance.now();
    const snapped = points.map((point) => router.trySnap(profile, point));
    router.table(profile, snapped, snapped);
    millis.push(performance.now() - start);
  }
  return round(
    percentile(
      millis.sort((a, b) => a - b),
      0.5,
    ),
  );
}
