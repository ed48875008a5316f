import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const metrics = async (): Promise<string> => (await server.request('GET', '/metrics')).text;
const valueOf = (text: string, sample: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')
      .at(-1),
  );

test('a subscriber that is behind and one that refused an event show', async () => {
  const { sql } = server.database;
  await sql`insert into platform.subscribers (name) values ('a.late'), ('a.fresh')`;
  await sql`
    insert into platform.events (name, version, entity, entity_id, sequence, actor_kind, actor_id, server_time, payload)
    select 'a.happened', 1, 'thing', gen_random_uuid(), 1, 'system', 'test', now(), '{}' from generate_series(1, 3)`;
  await sql`
    update platform.subscribers set transaction_id = e.transaction_id, event_id = e.id
    from (select transaction_id, id from platform.events order by transaction_id desc, id desc limit 1) e
    where name = 'a.fresh'`;
  await sql`
    insert into platform.parked_events (subscriber, transaction_id, event_id, error) values ('a.late', '1', 1, 'no')`;
  const text = await metrics();
  expect(valueOf(text, 'caravan_subscriber_lag_events{subscriber="a.late"}')).toBeGreaterThanOrEqual(3);
  expect(valueOf(text, 'caravan_subscriber_lag_events{subscriber="a.fresh"}')).toBe(0);
  expect(valueOf(text, 'caravan_subscriber_parked_events{subscriber="a.late"}')).toBe(1);
});

test('the figures of the process and its database show', async () => {
  const text = await metrics();
  expect(valueOf(text, 'caravan_memory_limit_bytes')).toBeGreaterThan(2 ** 26);
  expect(valueOf(text, 'caravan_cpu_cores')).toBeGreaterThanOrEqual(1);
  expect(valueOf(text, 'caravan_db_longest_query_seconds')).toBeGreaterThanOrEqual(0);
  expect(valueOf(text, 'caravan_db_pool_size')).toBeGreaterThanOrEqual(1);
});

test('every metric that an alert asks for is there', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const rules = readFileSync(path.join(root, 'deploy/prometheus/alerts.yaml'), 'utf8');
  const asked = new Set([...rules.matchAll(/\bcaravan_[a-z_]+/g)].map(([name]) => name));
  const known = new Set(
    [...(await metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
    ),
  );
  expect(asked.size).toBeGreaterThan(8);
  expect([...asked].filter((name) => !known.has(name))).toEqual([]);
});

test('every alert is shown firing in its tests', () => {
  const folder = fileURLToPath(new URL('../../../../deploy/prometheus/', import.meta.url));
  const names = [...readFileSync(`${folder}alerts.yaml`, 'utf8').matchAll(/- alert: (\w+)/g)].map(
    ([, name]) => name!,
  );
  const tests = readFileSync(`${folder}alerts.test.yaml`, 'utf8');
  const silent = names.filter((name) => !new RegExp(`alertname: ${name}\\n\\s+exp_alerts:`).test(tests));
  expect(silent).toEqual([]);
});
