import type { Queryable } from '../../src/platform/db/database.ts';
import { seededRng } from '../../src/platform/ports/rng.ts';
import { AREA } from './fleet.ts';

/** Draws `count` geofences into the fleet's area: circles of 50 to 300 m and squares of that size in turn. */
export async function drawGeofences(sql: Queryable, count: number): Promise<void> {
  const rng = seededRng(13);
  const drawn = Array.from({ length: count }, (_, index) => {
    const lat = AREA.south + rng.float() * AREA.height;
    const lng = AREA.west + rng.float() * AREA.width;
    const meters = 50 + rng.float() * 250;
    const id = `00000000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`;
    if (index % 2 === 0) return { id, lat, lng, meters };
    const [up, right] = [meters / 111_195, meters / 75_800];
    const ring = [
      [lng - right, lat - up],
      [lng + right, lat - up],
      [lng + right, lat + up],
      [lng - right, lat + up],
      [lng - right, lat - up],
    ];
    return { id, rings: [ring] };
  });
  await sql`
    insert into tracking.geofences (id, name, center_lat, center_lng, radius_meters, rings, created_at, updated_at)
    select id, 'bench', lat, lng, meters, rings, now(), now()
    from jsonb_to_recordset(${JSON.stringify(drawn)}::text::jsonb)
      as t (id uuid, lat double precision, lng double precision, meters double precision, rings jsonb)`;
}
