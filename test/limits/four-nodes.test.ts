import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { migrateJobs } from '../../src/platform/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/testing/postgres.ts';
import {
  type Node,
  redisServerInstalled,
  type RunningRedis,
  startNode,
  startRedis,
  startRedisCluster,
} from '../live/nodes.ts';

const hasRedis = redisServerInstalled();
if (!hasRedis) console.log('Skipped: limits over four nodes, because redis-server is not installed.');

const NODES = 4;
/** Enough where it is not about exactness over many. */
const TWO = 2;
const GUEST = 60;
const WRITES = 25;

let database: TestDatabase;
let folder: string;
let redis: RunningRedis | undefined;
let nodes: Node[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateJobs(database.url);
});
afterAll(() => database.drop());

async function stopAll(): Promise<void> {
  await Promise.all(nodes.map((node) => node.kill()));
  nodes = [];
  await redis?.stop();
  redis = undefined;
  rmSync(folder, { recursive: true, force: true });
}

async function startNodes(count: number, settings: Record<string, string> = {}): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'caravan-limits-'));
  const all = {
    CARAVAN_DATA: folder,
    CARAVAN_LIMITS_ENABLED: 'true',
    CARAVAN_LIMITS_GUEST: String(GUEST),
    CARAVAN_LIMITS_WRITES: String(WRITES),
    CARAVAN_TRUST_PROXY: 'true',
    ...settings,
  };
  nodes = await Promise.all(Array.from({ length: count }, () => startNode(database.url, all)));
}

const withRedis = async (start: () => Promise<RunningRedis>, cluster = false) => {
  redis = await start();
  return { CARAVAN_REDIS_URL: redis.url, CARAVAN_REDIS_CLUSTER: String(cluster) };
};

let serial = 0;
const newAddress = () => `203.0.113.${++serial}`;

async function ask(node: Node, address: string): Promise<number> {
  const response = await fetch(`${node.url}/v1/lifecycles`, { headers: { 'x-forwarded-for': address } });
  await response.arrayBuffer();
  return response.status;
}

/** Every node is asked `each` times at the same moment; gives how many passed. */
async function hammer(address: string, each: number): Promise<number> {
  const asked = nodes.flatMap((node) => Array.from({ length: each }, () => ask(node, address)));
  const statuses = await Promise.all(asked);
  expect([...new Set(statuses)].filter((status) => status !== 200 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

async function health(node: Node) {
  const { body } = await node.request('GET', '/health/ready');
  return body.dependencies.find(({ name }: { name: string }) => name === 'limits').status;
}

/** A node that has not reached Redis yet counts for itself. */
async function allCountTogether(): Promise<void> {
  while ((await Promise.all(nodes.map(health))).some((status) => status !== 'ok'))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const kinds = [
  { kind: 'Redis', settings: () => withRedis(startRedis) },
  { kind: 'a Redis Cluster', settings: () => withRedis(startRedisCluster, true) },
].filter(() => hasRedis);

describe.each(kinds)('four nodes over $kind', ({ settings }) => {
  beforeAll(async () => {
    await startNodes(NODES, await settings());
    await allCountTogether();
  });
  afterAll(stopAll);

  test('let exactly the limit pass, for an address and for the writes of a user', async () => {
    for (let round = 0; round < 3; round++) expect(await hammer(newAddress(), 40)).toBe(GUEST);
    const [first] = nodes as [Node];
    const write = async (node: Node, n: number) => {
      const response = await fetch(`${node.url}/v1/parties`, {
        method: 'POST',
        headers: { authorization: `Bearer ${first.otherToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'person', name: `Someone ${n}` }),
      });
      await response.arrayBuffer();
      return response.status;
    };
    const asked = nodes.flatMap((node) => Array.from({ length: 20 }, (_, n) => write(node, n)));
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => status === 201)).toHaveLength(WRITES);
    expect(statuses.filter((status) => status === 429)).toHaveLength(NODES * 20 - WRITES);
  });

  test('show what all of them have counted, and what one lifts passes on all within a second', async () => {
    const [first, second] = nodes as [Node, Node];
    const address = newAddress();
    expect(await hammer(address, 40)).toBe(GUEST);
    const { body } = await first.request('GET', '/v1/limits');
    expect(body.countedBy).toBe('redis');
    expect(body.items).toContainEqual({
      subject: `address:${address}`,
      quota: 'guest',
      used: GUEST,
      limit: GUEST,
      limited: true,
      backInSeconds: expect.any(Number),
    });
    expect((await second.request('DELETE', `/v1/limits/address:${address}`)).status).toBe(204);
    await expect.poll(() => ask(first, address), { timeout: 2_000 }).toBe(200);
  });
});

describe('two nodes', () => {
  afterEach(stopAll);

  test.runIf(hasRedis)(
    'what is used up comes back when the refusal says',
    async () => {
      await startNodes(TWO, { ...(await withRedis(startRedis)), CARAVAN_LIMITS_WINDOW: '15s' });
      const address = newAddress();
      expect(await hammer(address, 30)).toBe(GUEST);
      const refused = await fetch(`${nodes[0]!.url}/v1/lifecycles`, {
        headers: { 'x-forwarded-for': address },
      });
      const seconds = Number(refused.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(10);
      expect(seconds).toBeLessThanOrEqual(16);
      const started = performance.now();
      const passedAt = async () => {
        while ((await ask(nodes[1]!, address)) !== 200)
          await new Promise((resolve) => setTimeout(resolve, 100));
        return (performance.now() - started) / 1000;
      };
      expect(Math.abs((await passedAt()) - seconds)).toBeLessThan(2);
    },
    40_000,
  );

  test('without Redis each node counts for itself: at most limit times nodes', async () => {
    await startNodes(TWO);
    expect(await hammer(newAddress(), GUEST + 20)).toBe(GUEST * TWO);
  });

  test.runIf(hasRedis)(
    'Redis killed in between: no request fails, and no node lets more pass than its own limit',
    async () => {
      await startNodes(TWO, await withRedis(startRedis));
      const address = newAddress();
      const before = await hammer(address, 10);
      expect(before).toBe(TWO * 10);
      const lost = redis as RunningRedis;
      await lost.stop();
      const after = await hammer(address, GUEST);
      expect(before + after).toBe(GUEST * TWO);
      await expect.poll(() => Promise.all(nodes.map(health))).toEqual(Array(TWO).fill('down'));
      const metrics = await (await fetch(`${nodes[0]!.url}/metrics`)).text();
      expect(metrics).toContain('caravan_limits_redis_lost 1');

      redis = await startRedis([], Number(new URL(lost.url).port));
      await expect
        .poll(() => Promise.all(nodes.map(health)), { timeout: 10_000 })
        .toEqual(Array(TWO).fill('ok'));
      expect(await hammer(newAddress(), 40)).toBe(GUEST);
    },
    40_000,
  );
});
