const EARTH_RADIUS_METERS = 6_371_008.8;
const RADIANS_PER_UNIT = Math.PI / 180 / 1e7;

export const METERS_PER_UNIT = EARTH_RADIUS_METERS * RADIANS_PER_UNIT;

/** Great-circle distance of two points in 1e-7 degrees, in metres. */
export function distanceMeters(lat1: number, lng1: number, lat2: number, lng2: number): number {
  const a = Math.sin(((lat2 - lat1) * RADIANS_PER_UNIT) / 2);
  const b = Math.sin(((lng2 - lng1) * RADIANS_PER_UNIT) / 2);
  const h = a * a + Math.cos(lat1 * RADIANS_PER_UNIT) * Math.cos(lat2 * RADIANS_PER_UNIT) * b * b;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How much a unit of longitude shrinks at a latitude (1e-7 degrees). */
export function lngScale(lat: number): number {
  return Math.cos(lat * RADIANS_PER_UNIT);
}

/** Compass bearing from one point to another in degrees, 0 to 360, on the flat. */
export function bearingDegrees(lat1: number, lng1: number, lat2: number, lng2: number): number {
  const x = (lng2 - lng1) * lngScale((lat1 + lat2) / 2);
  const degrees = (Math.atan2(x, lat2 - lat1) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Where a point falls on a stretch: share of the stretch from 0 to 1, and squared distance in units of latitude. */
export function projectOnto(
  lat: number,
  lng: number,
  lat1: number,
  lng1: number,
  lat2: number,
  lng2: number,
  scale: number,
): { share: number; squared: number } {
  const dx = (lng2 - lng1) * scale;
  const dy = lat2 - lat1;
  const px = (lng - lng1) * scale;
  const py = lat - lat1;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  const ox = px - share * dx;
  const oy = py - share * dy;
  return { share, squared: ox * ox + oy * oy };
}
