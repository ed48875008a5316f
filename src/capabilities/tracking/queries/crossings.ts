import type { Queryable } from '../../../platform/db/database.ts';
import type { Crossing } from '../rules/geofence.ts';

/**
 * Writes crossings of one kind and answers which of them really happened: entering twice, or leaving where it was
 * not, leaves no trace, whichever process saw it.
 */
export async function storeCrossings(
  sql: Queryable,
  kind: Crossing['kind'],
  found: readonly Crossing[],
): Promise<Set<string>> {
  const devices = sql`${`{${found.map((one) => one.deviceId).join()}}`}::text::uuid[]`;
  const fences = sql`${`{${found.map((one) => one.geofenceId).join()}}`}::text::uuid[]`;
  const times = sql`${`{${found.map((one) => one.atMs).join()}}`}::text::double precision[]`;
  const rows =
    kind === 'entered'
      ? await sql<{ key: string }[]>`
          insert into tracking.inside (device_id, geofence_id, entered_at)
          select device, fence, to_timestamp(at / 1000) from unnest(${devices}, ${fences}, ${times}) as t (device, fence, at)
          where exists (select from tracking.geofences g where g.id = fence and g.deleted_at is null)
          order by device, fence on conflict do nothing returning device_id || '/' || geofence_id as key`
      : kind === 'left'
        ? await sql<{ key: string }[]>`
            delete from tracking.inside i using unnest(${devices}, ${fences}) as t (device, fence)
            where i.device_id = device and i.geofence_id = fence returning i.device_id || '/' || i.geofence_id as key`
        : await sql<{ key: string }[]>`
            update tracking.inside i set dwelled_at = to_timestamp(at / 1000)
            from unnest(${devices}, ${fences}, ${times}) as t (device, fence, at)
            where i.device_id = device and i.geofence_id = fence and i.dwelled_at is null
            returning i.device_id || '/' || i.geofence_id as key`;
  return new Set(rows.map((row) => row.key));
}
