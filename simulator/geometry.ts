import type { Point } from './types.ts';

const EARTH_RADIUS_METERS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Flat within a town: within 0.1 % of the great circle below 50 km. */
export function distanceMeters(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * Math.cos(((a.lat + b.lat) / 2) * RADIANS);
  return Math.hypot(x, b.lat - a.lat) * RADIANS * EARTH_RADIUS_METERS;
}

/** Clockwise from north. */
export function headingDegrees(a: Point, b: Point): number {
  const x = (b.lng - a.lng) * Math.cos(((a.lat + b.lat) / 2) * RADIANS);
  return (Math.atan2(x, b.lat - a.lat) / RADIANS + 360) % 360;
}

export function between(a: Point, b: Point, share: number): Point {
  return { lat: a.lat + (b.lat - a.lat) * share, lng: a.lng + (b.lng - a.lng) * share };
}

export function shifted(point: Point, northMeters: number, eastMeters: number): Point {
  const degrees = 1 / (EARTH_RADIUS_METERS * RADIANS);
  return {
    lat: point.lat + northMeters * degrees,
    lng: point.lng + (eastMeters * degrees) / Math.cos(point.lat * RADIANS),
  };
}
