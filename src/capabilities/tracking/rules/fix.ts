/** Which kind of thing reports. */
export const KIND = { vehicle: 0, driver: 1 } as const;
export type Kind = keyof typeof KIND;
export const KINDS = Object.keys(KIND) as Kind[];

/** Through which door a fix came in. */
export const SOURCE = { api: 0, socket: 1, osmand: 2, owntracks: 3, gpx: 4 } as const;
export type Source = (typeof SOURCE)[keyof typeof SOURCE];

/** One report of a device, decoded but not yet believed. */
export interface Fix {
  deviceId: string;
  kind: number;
  /** Milliseconds since 1970 by the device's clock. */
  timeMs: number;
  lat: number;
  lng: number;
  altitudeMeters: number | null;
  speedMetersPerSecond: number | null;
  headingDegrees: number | null;
  accuracyMeters: number | null;
  batteryPercent: number | null;
  source: Source;
  /** Filled in on the way: the device's odometer and since when it stands, as of this fix. */
  odometerMeters?: number;
  stoppedSinceMs?: number | null;
}

export interface Place {
  lat: number;
  lng: number;
}

const EARTH_RADIUS_METERS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance (haversine). */
export function distanceMeters(a: Place, b: Place): number {
  const dLat = (b.lat - a.lat) * RADIANS;
  const dLng = (b.lng - a.lng) * RADIANS;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}
