import type { Queryable } from '../../../platform/db/database.ts';
import type { Reason } from '../rules/check.ts';
import type { Fix } from '../rules/fix.ts';

const figures = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join()}}`;

/**
 * Stores fixes in one statement and keeps the newest of each device. Answers the positions in `fixes` (from 0) of
 * those that were there already. `newest` marks at most one fix of each device.
 */
export async function storeFixes(
  sql: Queryable,
  fixes: readonly Fix[],
  newest: readonly boolean[],
  serverTimeMs: number,
): Promise<number[]> {
  const [row] = await sql<{ repeated: number[] | null }[]>`
    with input as (
      select device_id, to_timestamp(time_ms / 1000) as device_time, lat_e7, lng_e7, altitude, speed, heading, accuracy,
        battery, kind, source, newest, odometer, stopped_ms, ordinal
      from unnest(
        ${`{${fixes.map((fix) => fix.deviceId).join()}}`}::text::uuid[],
        ${figures(fixes.map((fix) => fix.timeMs))}::text::double precision[],
        ${figures(fixes.map((fix) => Math.round(fix.lat * 1e7)))}::text::integer[],
        ${figures(fixes.map((fix) => Math.round(fix.lng * 1e7)))}::text::integer[],
        ${figures(fixes.map((fix) => fix.altitudeMeters))}::text::real[],
        ${figures(fixes.map((fix) => fix.speedMetersPerSecond))}::text::real[],
        ${figures(fixes.map((fix) => fix.headingDegrees))}::text::real[],
        ${figures(fixes.map((fix) => fix.accuracyMeters))}::text::real[],
        ${figures(fixes.map((fix) => fix.batteryPercent))}::text::smallint[],
        ${figures(fixes.map((fix) => fix.kind))}::text::smallint[],
        ${figures(fixes.map((fix) => fix.source))}::text::smallint[],
        ${`{${newest.join()}}`}::text::boolean[],
        ${figures(fixes.map((fix) => fix.odometerMeters ?? 0))}::text::double precision[],
        ${figures(fixes.map((fix) => fix.stoppedSinceMs ?? null))}::text::double precision[]
      ) with ordinality as t (device_id, time_ms, lat_e7, lng_e7, altitude, speed, heading, accuracy, battery, kind,
        source, newest, odometer, stopped_ms, ordinal)
    ), stored as (
      insert into tracking.positions (device_id, device_time, server_time, lat_e7, lng_e7, altitude_meters, speed_mps,
        heading_degrees, accuracy_meters, battery_percent, kind, source)
      select device_id, device_time, to_timestamp(${serverTimeMs}::double precision / 1000), lat_e7, lng_e7, altitude,
        speed, heading, accuracy, battery, kind, source
      from input
      on conflict do nothing
      returning device_id, device_time
    ), latest as (
      insert into tracking.last_positions as l (device_id, kind, device_time, server_time, lat_e7, lng_e7,
        altitude_meters, speed_mps, heading_degrees, accuracy_meters, battery_percent, odometer_meters, stopped_since)
      select device_id, kind, device_time, to_timestamp(${serverTimeMs}::double precision / 1000), lat_e7, lng_e7,
        altitude, speed, heading, accuracy, battery, odometer, to_timestamp(stopped_ms / 1000)
      from input where newest
      order by device_id
      on conflict (device_id) do update set kind = excluded.kind, device_time = excluded.device_time,
        server_time = excluded.server_time, lat_e7 = excluded.lat_e7, lng_e7 = excluded.lng_e7,
        altitude_meters = excluded.altitude_meters, speed_mps = excluded.speed_mps,
        heading_degrees = excluded.heading_degrees, accuracy_meters = excluded.accuracy_meters,
        battery_percent = excluded.battery_percent, odometer_meters = excluded.odometer_meters,
        stopped_since = excluded.stopped_since
      where excluded.device_time > l.device_time
    )
    select case when (select count(*) from stored) = ${fixes.length}::integer then null else (
      select array_agg((i.ordinal - 1)::integer) from input i
      where not exists (
        select from stored s where s.device_id = i.device_id and s.device_time = i.device_time
      )
    ) end as repeated`;
  return row?.repeated ?? [];
}

export async function ensureDay(sql: Queryable, day: string): Promise<void> {
  await sql`select tracking.ensure_day(${day}::date)`;
}

export interface SetAside {
  fix: Fix;
  reason: Reason;
}

export async function storeSetAside(
  sql: Queryable,
  rows: readonly SetAside[],
  serverTimeMs: number,
): Promise<void> {
  await sql`
    insert into tracking.set_aside (device_id, reason, server_time, source, fix)
    select (r ->> 'deviceId')::uuid, r ->> 'reason', to_timestamp(${serverTimeMs}::double precision / 1000),
      (r ->> 'source')::smallint, r -> 'fix'
    from jsonb_array_elements(${JSON.stringify(
      rows.map(({ fix, reason }) => ({ deviceId: fix.deviceId, source: fix.source, reason, fix })),
    )}::text::jsonb) r`;
}
