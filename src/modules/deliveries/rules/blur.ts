import type { Point } from '../../../platform/geo/distance.ts';

const kilometersPerDegree = 111.2;

/**
 * The middle of the cell, about a kilometer wide, in which the point lies. The cells are the same for everyone and for
 * ever: however often it is asked, and by however many, no more than the cell comes out.
 */
export function blurred({ lat, lng }: Point): Point {
  const height = 1 / kilometersPerDegree;
  const row = Math.min(Math.floor(lat / height), Math.floor(90 / height) - 1);
  const middleLat = (row + 0.5) * height;
  const width = 1 / (kilometersPerDegree * Math.max(0.01, Math.cos((middleLat * Math.PI) / 180)));
  const middleLng = (Math.floor(lng / width) + 0.5) * width;
  return { lat: round(middleLat), lng: round(Math.min(180, Math.max(-180, middleLng))) };
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
