import { afterAll, beforeAll, expect, test } from 'vitest';
import { slowStatements } from '../../db/slow-statements.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { CARAVAN_DELIVERIES_OFFER_TTL: '7s' } });
});
afterAll(() => server.stop());

const as = async (role: string, path: string) =>
  server.request('GET', path, { token: await server.tokenFor(role) });

const isCounting = async (): Promise<boolean> =>
  (await server.ctx.db.sql`select 1 from pg_extension where extname = 'pg_stat_statements'`).length > 0;

test('how it is doing, for those who run it', async () => {
  await server.request('GET', '/health/ready');
  const { status, json } = await as('admin', '/v1/operations');
  expect(status).toBe(200);
  expect(json.database.poolSize).toBeGreaterThan(0);
  expect(json.memoryBytes).toBeGreaterThan(1e6);
  expect(json.slowestOperations.map(({ operation }: { operation: string }) => operation)).toContain(
    'platform.readiness',
  );
  expect(json.jobsGivenUp).toEqual([]);
  expect(json.database.cacheHitRate).toBeGreaterThan(0.1);
  expect(json.sockets).toEqual({ open: 0, closedSlow: 0 });
  expect(json.slowQueries).toEqual((await isCounting()) ? expect.any(Array) : null);
  expect((await as('driver', '/v1/operations')).status).toBe(403);
  expect((await server.request('GET', '/v1/operations')).status).toBe(401);
});

test('a slow query is shown without its values, with the index that would help', async () => {
  const { sql } = server.ctx.db;
  // A PostgreSQL that does not count its statements says so; the embedded one does count.
  if (!(await isCounting())) return expect(await slowStatements(sql)).toBeNull();
  await sql`create table platform.slow_things (id bigint primary key, label text, made_at timestamptz)`;
  await sql`insert into platform.slow_things select n, 'label ' || n, now() from generate_series(1, 20000) n`;
  await sql`analyze platform.slow_things`;
  const secret = 'label 7';
  await sql`
    select id from platform.slow_things, pg_sleep(0.15) where label = ${secret} order by made_at limit 5`;
  const found = (await slowStatements(sql))?.find(({ text }) =>
    text.includes('platform.slow_things, pg_sleep'),
  );
  expect(found).toMatchObject({
    calls: 1,
    index: 'create index on platform.slow_things (label, made_at)',
  });
  expect(found?.meanMilliseconds).toBeGreaterThanOrEqual(150);
  expect(JSON.stringify(found)).not.toContain(secret);
});

test('every setting with its source, without secrets, for those who run it', async () => {
  const { status, json } = await as('admin', '/v1/settings');
  expect(status).toBe(200);
  const ttl = json.items.find(({ name }: { name: string }) => name === 'CARAVAN_DELIVERIES_OFFER_TTL');
  expect(ttl).toMatchObject({ value: '7', default: '300', source: 'command line' });
  expect((await as('dispatcher', '/v1/settings')).status).toBe(403);
});

test('how pages felt is told by anybody, bounded, and shown by part of the app', async () => {
  const tell = (body: object) => server.request('POST', '/v1/page-speeds', { body });
  for (const largestPaintMs of [300, 400, 900, 7000])
    expect((await tell({ area: 'dispatch', firstPaintMs: 90, largestPaintMs, shift: 0.02 })).status).toBe(
      204,
    );
  await tell({ area: 'driver', firstPaintMs: 20_000 });
  for (const wrong of [{ area: 'no area' }, { area: 'x', shift: -1 }, { area: 'x', firstPaintMs: 1e9 }])
    expect((await tell(wrong)).status).toBe(400);
  const { pages } = (await as('admin', '/v1/operations')).json;
  expect(pages).toEqual([
    {
      area: 'dispatch',
      pages: 4,
      firstPaintMilliseconds: 100,
      largestPaintMilliseconds: 1200,
      interactionMilliseconds: null,
      shift: 0.025,
    },
    {
      area: 'driver',
      pages: 1,
      firstPaintMilliseconds: null,
      largestPaintMilliseconds: null,
      interactionMilliseconds: null,
      shift: null,
    },
  ]);
  for (let index = 0; index < 40; index++) await tell({ area: `a${'b'.repeat(index % 19)}c`, shift: 0 });
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const areas = new Set(
    [...metrics.matchAll(/caravan_page_shift_count\{area="([a-z-]+)"/g)].map(([, area]) => area),
  );
  expect(areas.size).toBeLessThanOrEqual(17);
  expect(areas).toContain('other');
});
