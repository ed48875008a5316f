/** WGS 84, degrees. */
export interface Point {
  lat: number;
  lng: number;
}

export const earthRadiusMeters = 6_371_008.8;
const radians = Math.PI / 180;

/** Along the great circle on a sphere of mean radius: within 0.6 % of the ellipsoid. */
export function distanceMeters(a: Point, b: Point): number {
  const sinLat = Math.sin(((b.lat - a.lat) * radians) / 2);
  const sinLng = Math.sin(((b.lng - a.lng) * radians) / 2);
  const h = sinLat * sinLat + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * sinLng * sinLng;
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The point that lies `fraction` of the way from a to b; good for distances within a region. */
export function between(a: Point, b: Point, fraction: number): Point {
  return { lat: a.lat + (b.lat - a.lat) * fraction, lng: a.lng + (b.lng - a.lng) * fraction };
}

/** Degrees clockwise from north. */
export function bearingDegrees(a: Point, b: Point): number {
  const y = Math.sin((b.lng - a.lng) * radians) * Math.cos(b.lat * radians);
  const x =
    Math.cos(a.lat * radians) * Math.sin(b.lat * radians) -
    Math.sin(a.lat * radians) * Math.cos(b.lat * radians) * Math.cos((b.lng - a.lng) * radians);
  return (Math.atan2(y, x) / radians + 360) % 360;
}
