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
