import type { Queryable } from '../../../platform/db/database.ts';

/** Points of one answer: 100 hours at one fix in ten seconds. */
export const MAX_TRACK_POINTS = 36_000;

/** One fix of a track. */
export interface TrackPoint {
  deviceTime: Date;
  serverTime: Date;
  lat: number;
  lng: number;
  altitudeMeters: number | null;
  speedMetersPerSecond: number | null;
  headingDegrees: number | null;
  accuracyMeters: number | null;
}

/** Fixes of one device in [from, to), in the order of the device's own time. */
export async function readTrack(
  sql: Queryable,
  track: { deviceId: string; from: Date; to: Date; limit: number },
): Promise<TrackPoint[]> {
  return await sql<TrackPoint[]>`
    select device_time, server_time, lat_e7 / 1e7::double precision as lat, lng_e7 / 1e7::double precision as lng,
      altitude_meters, speed_mps as speed_meters_per_second, heading_degrees, accuracy_meters
    from tracking.positions
    where device_id = ${track.deviceId} and device_time >= ${track.from} and device_time < ${track.to}
    order by device_time limit ${track.limit}`;
}
