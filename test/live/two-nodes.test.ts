import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LiveClient, type LiveEvent } from '../../client/src/live/live.ts';
import { migrateJobs } from '../../src/platform/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/testing/postgres.ts';
import {
  type Node,
  redisServerInstalled,
  type RunningRedis,
  startNode,
  startRedis,
  startRedisCluster,
} from './nodes.ts';

const hasRedis = redisServerInstalled();
if (!hasRedis) console.log('Skipped: two nodes over Redis, because redis-server is not installed.');

let database: TestDatabase;
let folder: string;
let redis: RunningRedis | undefined;
let nodes: Node[] = [];
const clients: LiveClient[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateJobs(database.url);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => database.drop());

async function stopAll(): Promise<void> {
  await Promise.all(nodes.map((node) => node.kill()));
  await redis?.stop();
  redis = undefined;
  rmSync(folder, { recursive: true, force: true });
}

async function startTwo(settings: Record<string, string>): Promise<[Node, Node]> {
  folder = mkdtempSync(join(tmpdir(), 'caravan-nodes-'));
  const all = { CARAVAN_DATA: folder, ...settings };
  const pair = await Promise.all([startNode(database.url, all), startNode(database.url, all)]);
  nodes = pair;
  return pair;
}

type Kind = 'Redis' | 'a Redis Cluster' | 'a local socket';

async function settingsFor(kind: Kind): Promise<Record<string, string>> {
  if (kind === 'a local socket') return {};
  redis = kind === 'Redis' ? await startRedis() : await startRedisCluster();
  return {
    CARAVAN_LIVE_REDIS_URL: redis.url,
    CARAVAN_LIVE_REDIS_CLUSTER: String(kind === 'a Redis Cluster'),
  };
}

const kinds = (['Redis', 'a Redis Cluster', 'a local socket'] as const).filter(
  (kind) => hasRedis || kind === 'a local socket',
);

describe.each(kinds)('two nodes over %s', (kind) => {
  let pair: [Node, Node];
  beforeAll(async () => {
    pair = await startTwo(await settingsFor(kind));
  });
  afterAll(stopAll);

  test('a vehicle that is reported to one is seen on the other', async () => {
    const [one, other] = pair;
    const ids = Array.from(
      { length: 16 },
      (_, n) => `${randomUUID().slice(0, 34)}${n.toString(16).padStart(2, '0')}`,
    );
    const seen = new Set<string>();
    const client = new LiveClient({
      url: other.liveUrl,
      ticket: other.ticket,
      onPositions: ({ changed }) => {
        for (const position of changed) seen.add(position.id);
      },
    });
    clients.push(client);
    client.setViewport([9, 47, 10, 48]);
    client.connect();
    await expect.poll(() => client.state).toBe('open');
    // Joining takes a moment: pub/sub keeps nothing for those who come later.
    let time = Date.now();
    await expect
      .poll(
        async () => {
          time++;
          const positions = ids.map((deviceId) => ({ deviceId, time, lat: 47.5, lng: 9.5 }));
          await one.request('POST', '/v1/positions', { positions });
          return ids.every((id) => seen.has(id));
        },
        { timeout: 5_000 },
      )
      .toBe(true);
  });

  // The last of them: only one node is left then.
  test('one is killed: its clients go to the other within 5 s, and no event is lost or seen twice', async () => {
    const [doomed, other] = pair;
    const fence = await other.request('POST', '/v1/geofences', {
      name: 'Gate',
      shape: { type: 'circle', lat: 47.5, lng: 9.5, radiusMeters: 300 },
    });
    const events: LiveEvent[] = [];
    const client = new LiveClient({
      url: [doomed.liveUrl, other.liveUrl],
      ticket: other.ticket,
      onEvent: (event) => events.push(event),
    });
    clients.push(client);
    client.subscribe(`geofence:${fence.body.id}`);
    client.connect();
    await expect.poll(() => client.state).toBe('open');
    const deviceId = randomUUID();
    let time = Date.now() - 3_000_000;
    const cross = async (times: number) => {
      for (let n = 0; n < times; n++) {
        time += 60_000;
        const positions = [{ deviceId, time, lat: 47.5, lng: n % 2 === 0 ? 9.5 : 9.52 }];
        expect((await other.request('POST', '/v1/positions', { positions })).status).toBe(200);
      }
    };
    await cross(10);
    await expect.poll(() => events.length, { timeout: 5_000 }).toBeGreaterThan(0);
    const crossing = cross(20);
    await doomed.kill();
    const killedAt = performance.now();
    await expect.poll(() => client.state, { interval: 5 }).not.toBe('open');
    await expect.poll(() => client.state, { timeout: 5_000, interval: 5 }).toBe('open');
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    await crossing;
    await expect.poll(() => events.length, { timeout: 5_000 }).toBe(30);
    const stored = await database.sql<{ cursor: string }[]>`
      select transaction_id || '.' || id as cursor from platform.events
      where payload ->> 'geofenceId' = ${fence.body.id} order by transaction_id, id`;
    expect(events.map((event) => event.cursor)).toEqual(stored.map((row) => row.cursor));
  });
});

describe('two nodes whose Redis goes', () => {
  afterAll(stopAll);

  test.runIf(hasRedis)(
    'positions flow again when it is back, and reports are taken all the while',
    async () => {
      const [one, other] = await startTwo(await settingsFor('Redis'));
      const deviceId = randomUUID();
      let seenAt = 0;
      const client = new LiveClient({
        url: other.liveUrl,
        ticket: other.ticket,
        onPositions: ({ changed }) => {
          for (const position of changed) if (position.id === deviceId) seenAt = position.capturedAtMs;
        },
      });
      clients.push(client);
      client.setViewport([9, 47, 10, 48]);
      client.connect();
      await expect.poll(() => client.state).toBe('open');
      const report = async () => {
        const time = Date.now();
        const answer = await one.request('POST', '/v1/positions', {
          positions: [{ deviceId, time, lat: 47.5, lng: 9.5 }],
        });
        expect(answer.body.accepted).toBe(1);
        return time;
      };
      const flows = async () => {
        const time = await report();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return Math.abs(seenAt - time) <= 60;
      };
      await expect.poll(flows, { timeout: 5_000 }).toBe(true);
      const lost = redis as RunningRedis;
      await lost.stop();
      for (let n = 0; n < 5; n++) await report();
      redis = await startRedis([], Number(new URL(lost.url).port));
      await expect.poll(flows, { timeout: 10_000 }).toBe(true);
    },
  );
});
