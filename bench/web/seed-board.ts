import type { Database } from '../../src/platform/db/database.ts';

export interface Seed {
  /** On the road now. */
  drivers: number;
  /** Deliveries in all; the last `open` of them are not finished. */
  deliveries: number;
  open: number;
}

interface Door {
  street?: string | null;
  houseNumber?: string | null;
  postcode?: string | null;
  city?: string | null;
  lat: number;
  lng: number;
}

export const driverIdOf = (index: number): string =>
  `018f0000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`;

const chunk = 50_000;

/** Drivers at work and deliveries between the doors of the map, ids in order of time, indexes built at the end. */
export async function seedBoard(db: Database, seed: Seed, doors: readonly Door[]): Promise<void> {
  const { sql } = db;
  await sql`
    insert into deliveries.drivers (id, state, version, lifecycle_version, state_since, name, vehicle_kind,
      capacity_grams, created_at, updated_at)
    select ('018f0000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
      (array['busy', 'busy', 'online'])[1 + n % 3], 1, 1, now(),
      (array['Ada', 'Bo', 'Cleo', 'Dara', 'Emil', 'Fay', 'Gus', 'Hana', 'Ida', 'Jon'])[1 + n % 10] || ' '
        || (array['Abel', 'Beck', 'Cruz', 'Dahl', 'Eder', 'Frei', 'Good', 'Hart', 'Imhof', 'Jung', 'Koch'])[1 + n % 11]
        || ' ' || n,
      (array['bicycle', 'car', 'van'])[1 + n % 3], 250000, now(), now()
    from generate_series(0, ${seed.drivers - 1}::integer) n`;
  // Built over all rows at once, indexes cost a fraction.
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'deliveries' and tablename = 'deliveries' and indexname <> 'deliveries_pkey'`;
  for (const { name } of indexes) await sql.unsafe(`drop index deliveries.${name}`);
  const firstOpen = seed.deliveries - seed.open;
  for (let start = 0; start < seed.deliveries; start += chunk) {
    await sql`
      with doors as materialized (
        select (ordinality - 1)::integer as place, door
        from jsonb_array_elements(${JSON.stringify(doors)}::text::jsonb) with ordinality as d (door, ordinality))
      insert into deliveries.deliveries (
        id, state, version, lifecycle_version, state_since, reference, customer_id, pickup, pickup_lat, pickup_lng,
        dropoff, dropoff_lat, dropoff_lng, window_from, window_to, weight_grams, assignment_mode, driver_id,
        exception, exception_since, delivered_at, created_by, created_at, updated_at)
      select
        (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
          || 'a' || lpad(to_hex(n), 15, '0'))::uuid,
        s.state, 6, 1, t.at, 'R' || n, ('018f0000-0000-7000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid,
        p.door || '{"name": "Depot"}', (p.door->>'lat')::float, (p.door->>'lng')::float,
        q.door || jsonb_build_object('name', 'Customer ' || n), (q.door->>'lat')::float, (q.door->>'lng')::float,
        t.at, t.at + interval '8 hours', n % 20000, 'manual',
        case when s.state <> 'ready' and ${seed.drivers} > 0
          then ('018f0000-0000-7000-9000-' || lpad(to_hex(n % greatest(1, ${seed.drivers}::integer)), 12, '0'))::uuid end,
        case when n % 5000 = 4999 then 'late' end, case when n % 5000 = 4999 then t.at end,
        case when s.state = 'delivered' then t.at + interval '1 hour' end, 'seed', t.at, t.at
      from generate_series(${start}::bigint, ${Math.min(start + chunk, seed.deliveries) - 1}::bigint) n
        join doors p on p.place = n % 40
        join doors q on q.place = n % ${doors.length}::integer,
        lateral (select now() - make_interval(secs => (${seed.deliveries}::bigint - n) * 4) as at) t,
        lateral (select case when n >= ${firstOpen}::bigint
          then (array['ready', 'accepted', 'in_transit', 'picked_up', 'assigned'])[1 + n % 5]
          else (array['delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'returned', 'cancelled'])[1 + n % 7]
          end as state) s`;
  }
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`vacuum analyze deliveries.deliveries`;
  await sql`analyze deliveries.drivers`;
}
