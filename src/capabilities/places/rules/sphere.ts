import { earthRadiusMeters, type Point } from '../../../platform/geo/distance.ts';

const radians = Math.PI / 180;

/** From the centre of the earth to the point, of length 1; what places.on_sphere() computes in the database. */
export function unitVector({ lat, lng }: Point): [x: number, y: number, z: number] {
  const onPlane = Math.cos(lat * radians);
  return [onPlane * Math.cos(lng * radians), onPlane * Math.sin(lng * radians), Math.sin(lat * radians)];
}

/** A way over the ground as the straight line under it, in earth radii. */
export const chordOf = (distanceMeters: number): number =>
  2 * Math.sin(Math.min(distanceMeters / (2 * earthRadiusMeters), Math.PI / 2));

export const metersOf = (chord: number): number => 2 * earthRadiusMeters * Math.asin(Math.min(1, chord / 2));
