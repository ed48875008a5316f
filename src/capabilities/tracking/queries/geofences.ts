import type { Queryable } from '../../../platform/db/database.ts';
import type { Geofence, Ring } from '../rules/geofence.ts';

export interface StoredGeofence extends Geofence {
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

interface GeofenceRow {
  id: string;
  name: string;
  centerLat: number | null;
  centerLng: number | null;
  radiusMeters: number | null;
  rings: Ring[] | null;
  dwellSeconds: number | null;
  deviceIds: string[] | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, name, center_lat, center_lng, radius_meters, rings, dwell_seconds, device_ids, version, created_at, updated_at`;

function show({ centerLat, centerLng, radiusMeters, ...row }: GeofenceRow): StoredGeofence {
  const circle =
    centerLat === null || centerLng === null || radiusMeters === null
      ? null
      : { lat: centerLat, lng: centerLng, radiusMeters };
  return { ...row, circle };
}

/** All that are in force. */
export async function readGeofences(sql: Queryable): Promise<StoredGeofence[]> {
  const rows = await sql<
    GeofenceRow[]
  >`select ${columns(sql)} from tracking.geofences where deleted_at is null`;
  return rows.map(show);
}

/** Changes when any geofence does. */
export async function geofencesChange(sql: Queryable): Promise<string> {
  const [row] = await sql<{ change: string }[]>`
    select coalesce(sum(version), 0) || '/' || count(*) || '/' || count(deleted_at) as change from tracking.geofences`;
  return row?.change ?? '';
}

export async function listGeofences(
  sql: Queryable,
  filter: { after?: string | undefined; limit: number },
): Promise<StoredGeofence[]> {
  const rows = await sql<GeofenceRow[]>`
    select ${columns(sql)} from tracking.geofences
    where deleted_at is null ${filter.after ? sql`and id > ${filter.after}` : sql``}
    order by id limit ${filter.limit}`;
  return rows.map(show);
}

export async function insertGeofence(sql: Queryable, fence: Geofence, now: Date): Promise<StoredGeofence> {
  const [row] = await sql<GeofenceRow[]>`
    insert into tracking.geofences (id, name, center_lat, center_lng, radius_meters, rings, dwell_seconds, device_ids,
      created_at, updated_at)
    values (${fence.id}, ${fence.name}, ${fence.circle?.lat ?? null}, ${fence.circle?.lng ?? null},
      ${fence.circle?.radiusMeters ?? null}, ${fence.rings && JSON.stringify(fence.rings)}::text::jsonb,
      ${fence.dwellSeconds}, ${fence.deviceIds as string[] | null}::uuid[], ${now}, ${now})
    returning ${columns(sql)}`;
  return show(row as GeofenceRow);
}

/** Undefined when there is none, or not in the version that the caller saw. */
export async function updateGeofence(
  sql: Queryable,
  fence: Geofence,
  ifVersion: number | undefined,
  now: Date,
): Promise<StoredGeofence | undefined> {
  const [row] = await sql<GeofenceRow[]>`
    update tracking.geofences set name = ${fence.name}, center_lat = ${fence.circle?.lat ?? null},
      center_lng = ${fence.circle?.lng ?? null}, radius_meters = ${fence.circle?.radiusMeters ?? null},
      rings = ${fence.rings && JSON.stringify(fence.rings)}::text::jsonb, dwell_seconds = ${fence.dwellSeconds},
      device_ids = ${fence.deviceIds as string[] | null}::uuid[], version = version + 1, updated_at = ${now}
    where id = ${fence.id} and deleted_at is null
      ${ifVersion === undefined ? sql`` : sql`and version = ${Number.isNaN(ifVersion) ? -1 : ifVersion}`}
    returning ${columns(sql)}`;
  return row && show(row);
}

/** Nobody is inside any more, without a word: the place itself is gone. */
export async function deleteGeofence(sql: Queryable, id: string, now: Date): Promise<boolean> {
  const rows = await sql`
    with gone as (delete from tracking.inside where geofence_id = ${id})
    update tracking.geofences set deleted_at = ${now}, version = version + 1
    where id = ${id} and deleted_at is null returning id`;
  return rows.length === 1;
}

export interface Stay {
  deviceId: string;
  geofenceId: string;
  enteredAt: Date;
  dwelled: boolean;
}

export async function readInside(sql: Queryable, deviceIds: readonly string[]): Promise<Stay[]> {
  return await sql<Stay[]>`
    select device_id, geofence_id, entered_at, dwelled_at is not null as dwelled from tracking.inside
    where device_id = any(${deviceIds as string[]}::uuid[])`;
}

/** Who is inside of a geofence, the first to enter first. */
export async function readStaysIn(sql: Queryable, geofenceId: string, limit: number): Promise<Stay[]> {
  return await sql<Stay[]>`
    select device_id, geofence_id, entered_at, dwelled_at is not null as dwelled from tracking.inside
    where geofence_id = ${geofenceId} order by entered_at, device_id limit ${limit}`;
}
