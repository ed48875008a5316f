import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';
import { openDatabase, type Database } from '../../src/platform/db/database.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { prepareDatabase } from '../../src/roles/instance.ts';

export interface BenchDatabase {
  url: string;
  target: { host: string; port: number; database: string; username: string; password: string };
  pid: number;
  db: Database;
  stop(): Promise<void>;
}

/** A migrated embedded PostgreSQL with the product's own settings, in a temporary folder. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'caravan-bench-'));
  const log = silentLog();
  const postgres = await startEmbedded({ folder: join(folder, 'postgres'), log });
  const { url, connection: target } = postgres;
  await prepareDatabase({ target, url }, log);
  const db = openDatabase({
    target,
    poolSize: 2,
    statementTimeoutSeconds: 0,
    idleInTransactionTimeoutSeconds: 0,
    connectTimeoutSeconds: 10,
    applicationName: 'bench',
  });
  return {
    url,
    target,
    db,
    get pid() {
      return postgres.pid;
    },
    async stop() {
      await db.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One of the 100 customers; each has one in 100 of the rows. */
export const customerIdOf = (n: number): string =>
  `018f0000-0000-7000-8000-${String(n % 100).padStart(12, '0')}`;

/** Adds finished and open deliveries up to `count` rows: 100 customers, ids in order of time, six states. */
export async function seedDeliveries(db: Database, from: number, count: number): Promise<void> {
  const chunk = 50_000;
  for (let start = from; start < count; start += chunk) {
    await db.sql`
      insert into deliveries.deliveries (
        id, state, version, lifecycle_version, state_since, reference, customer_id, pickup, pickup_lat, pickup_lng,
        dropoff, dropoff_lat, dropoff_lng, window_from, window_to, weight_grams, assignment_mode, driver_id,
        created_by, created_at, updated_at)
      select
        (lpad(to_hex(1700000000000 + n * 1000::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || 'a'
          || lpad(to_hex(n), 15, '0'))::uuid,
        s.state, 6, 1, t.at, 'R' || n, ('018f0000-0000-7000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid,
        jsonb_build_object('name', 'Depot', 'street', 'Hafenstrasse', 'houseNumber', '1', 'city', 'Vaduz', 'lat', 47.14, 'lng', 9.52),
        47.14, 9.52,
        jsonb_build_object('name', 'Customer ' || n, 'street', 'Landstrasse', 'houseNumber', (n % 200)::text,
          'postcode', '9490', 'city', 'Vaduz', 'lat', 47.1 + (n % 1000) * 0.0001, 'lng', 9.5 + (n % 777) * 0.0001),
        47.1 + (n % 1000) * 0.0001, 9.5 + (n % 777) * 0.0001, t.at, t.at + interval '2 hours', n % 20000, 'manual',
        case when s.state in ('ready', 'draft') then null
          else ('018f0000-0000-7000-9000-' || lpad((n % 500)::text, 12, '0'))::uuid end,
        'seed', t.at, t.at
      from generate_series(${start}::bigint, ${Math.min(start + chunk, count) - 1}::bigint) n,
        lateral (select (array['delivered','delivered','delivered','ready','in_transit','cancelled'])[1 + (n / 100) % 6] as state) s,
        lateral (select to_timestamp(1700000000 + n) as at) t`;
  }
  await db.sql`vacuum analyze deliveries.deliveries`;
}
