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
