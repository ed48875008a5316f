import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { processEnvironment } from '../../config/environment.ts';
import { guest, type Actor } from '../../auth/actor.ts';
import { idOfKey, keySpaceOf } from '../idempotency.ts';
import { startPlatformServer, type PlatformServer } from './platform-server.ts';

let server: PlatformServer;
beforeAll(async () => {
  server = await startPlatformServer();
});
afterAll(() => server.stop());

const create = (key: string, name: string, as = 'alice') =>
  server.call('POST', '/v1/widgets', { as, body: { name }, headers: { 'idempotency-key': key } });
const countOf = async (prefix: string) =>
  (
    await server.database.sql`select count(*)::int as n from widgets.widgets where name like ${`${prefix}%`}`
  )[0]!.n;

// CARAVAN_TRIED_KEYS=1000 CARAVAN_TRIES_OF_A_KEY=100 is the full size of promise 6.
const keyCount = Number(processEnvironment()['CARAVAN_TRIED_KEYS'] ?? 40);
const tries = Number(processEnvironment()['CARAVAN_TRIES_OF_A_KEY'] ?? 20);
const timeout = 30_000 + keyCount * tries * 10;

test('many keys, each sent many times at once: one effect and one answer each', { timeout }, async () => {
  const keys = Array.from({ length: keyCount }, (_, index) => `parallel-${index}`);
  while (keys.length > 0) await Promise.all(keys.splice(0, 40).map(once));
  expect(await countOf('parallel-')).toBe(keyCount);

  async function once(key: string): Promise<void> {
    const answers = await Promise.all(Array.from({ length: tries }, () => create(key, key)));
    const made = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ json }) => json.code === 'request_in_flight');
    expect(made.length + waiting.length).toBe(tries);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    const later = await create(key, key);
    expect(later.text).toBe(made[0]!.text);
    expect([later.status, later.headers.get('location'), later.headers.get('etag')]).toEqual([
      201,
      made[0]!.headers.get('location'),
      '"v1"',
    ]);
    expect(later.headers.get('idempotency-replayed')).toBe('true');
  }
});

test('another request under the same key is 422, the same key of somebody else is another key', async () => {
  const key = randomUUID();
  expect((await create(key, 'mine')).status).toBe(201);
  expect((await create(key, 'other')).json).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect((await create(key, 'mine', 'bob')).status).toBe(201);
  expect((await create(`"${key}"`, 'mine')).headers.get('idempotency-replayed')).toBe('true');
  expect((await create('ünvisible', 'mine').catch(() => ({ status: 400 }))).status).toBe(400);
});

test('while the first is worked on, the second is told to wait', async () => {
  const slow = () =>
    server.call('POST', '/v1/widgets/actions/break', {
      body: { how: 'sleep', milliseconds: 400 },
      headers: { 'idempotency-key': 'slow' },
    });
  const first = slow();
  await expect
    .poll(
      async () =>
        (
          await server.database.sql`select 1 from pg_stat_activity
            where datname = current_database() and query like '%pg_sleep%' and wait_event = 'PgSleep'`
        ).length,
    )
    .toBe(1);
  const second = await slow();
  expect(second.json).toMatchObject({ status: 409, code: 'request_in_flight' });
  expect(second.headers.get('retry-after')).toBe('1');
  expect((await first).status).toBe(204);
  expect((await slow()).headers.get('idempotency-replayed')).toBe('true');
});

test('a request that failed is not remembered: the key may be used again', async () => {
  const key = randomUUID();
  const broken = await server.call('POST', '/v1/widgets/actions/break', {
    body: { how: 'select 1/0' },
    headers: { 'idempotency-key': key },
  });
  expect(broken.status).toBe(500);
  expect((await create(key, 'after')).status).toBe(201);
});

test('guests are told apart by their address, everyone else by who they are', () => {
  const person: Actor = { ...guest, kind: 'person', id: 'alice' };
  expect(keySpaceOf(person, '192.0.2.1')).toEqual(keySpaceOf(person, '192.0.2.2'));
  expect(keySpaceOf(guest, '192.0.2.1').id).not.toBe(keySpaceOf(guest, '192.0.2.2').id);
});

test('the same key of the same actor names the same id, and only that', () => {
  const [alice, bob] = [{ id: 'alice' }, { id: 'bob' }];
  const id = idOfKey(alice, 'monday');
  expect(z.uuid().safeParse(id).success).toBe(true);
  expect(idOfKey(alice, 'monday')).toBe(id);
  expect(
    new Set([id, idOfKey(bob, 'monday'), idOfKey(alice, 'tuesday'), idOfKey(alice, 'monday', 1)]).size,
  ).toBe(4);
});
