import type { Queryable } from '../../../platform/db/database.ts';
import { type Kind, KINDS } from '../rules/fix.ts';
import { type DeviceScope, visibleDevices } from './devices.ts';

/** The newest position of one device. */
export interface LastPosition {
  deviceId: string;
  kind: Kind;
  /** By the device's clock. */
  deviceTime: Date;
  /** When the server took it. */
  serverTime: Date;
  lat: number;
  lng: number;
  altitudeMeters: number | null;
  speedMetersPerSecond: number | null;
  headingDegrees: number | null;
  accuracyMeters: number | null;
  batteryPercent: number | null;
  /** Way since the first fix. */
  odometerMeters: number;
  /** Since when it stands in one place, by the device's clock; null: it moves. */
  stoppedSince: Date | null;
}

type PositionRow = Omit<LastPosition, 'kind'> & { kind: number };

const columns = (sql: Queryable) => sql`
  l.device_id, l.kind, l.device_time, l.server_time, l.lat_e7 / 1e7::double precision as lat,
  l.lng_e7 / 1e7::double precision as lng, l.altitude_meters, l.speed_mps as speed_meters_per_second,
  l.heading_degrees, l.accuracy_meters, l.battery_percent, l.odometer_meters, l.stopped_since`;

function show(row: PositionRow): LastPosition {
  return { ...row, kind: KINDS[row.kind] ?? 'vehicle' };
}

export async function readLastPositions(
  sql: Queryable,
  deviceIds: readonly string[],
): Promise<LastPosition[]> {
  if (deviceIds.length === 0) return [];
  const rows = await sql<PositionRow[]>`
    select ${columns(sql)} from tracking.last_positions l where l.device_id = any(${deviceIds as string[]}::uuid[])`;
  return rows.map(show);
}

export interface LastPositionFilter {
  deviceIds?: readonly string[] | undefined;
  box?: { west: number; south: number; east: number; north: number } | undefined;
  heardSince?: Date | undefined;
  /** The device after which the page begins. */
  after?: string | undefined;
  limit: number;
}

/** Last positions of the devices that the caller may see, by device id. A box over the antimeridian has west > east. */
export async function listLastPositions(
  sql: Queryable,
  scope: DeviceScope,
  filter: LastPositionFilter,
): Promise<LastPosition[]> {
  const { box } = filter;
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  const rows = await sql<PositionRow[]>`
    select ${columns(sql)} from tracking.last_positions l
    where ${visibleDevices(sql, scope, sql`l.device_id`)}
      ${filter.deviceIds ? sql`and l.device_id = any(${filter.deviceIds as string[]}::uuid[])` : sql``}
      ${filter.after ? sql`and l.device_id > ${filter.after}` : sql``}
      ${filter.heardSince ? sql`and l.server_time >= ${filter.heardSince}` : sql``}
      ${box ? sql`and l.lat_e7 between ${e7(box.south)} and ${e7(box.north)}` : sql``}
      ${box && box.west <= box.east ? sql`and l.lng_e7 between ${e7(box.west)} and ${e7(box.east)}` : sql``}
      ${box && box.west > box.east ? sql`and (l.lng_e7 >= ${e7(box.west)} or l.lng_e7 <= ${e7(box.east)})` : sql``}
    order by l.device_id limit ${filter.limit}`;
  return rows.map(show);
}
