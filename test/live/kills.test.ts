import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveClient, type LiveEvent, PositionQueue } from '../../client/src/live/live.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { prepareDatabase } from '../../src/roles/instance.ts';
import { type Node, startNode } from './nodes.ts';

let folder: string;
let server: EmbeddedPostgres;
let nodes: (Node | null)[] = [];
const clients: LiveClient[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caravan-kills-'));
  // As on a real deployment: this one flushes to disk before it answers.
  server = await startEmbedded({ folder: join(folder, 'postgres'), log: silentLog() });
  await prepareDatabase({ target: server.connection, url: server.url }, silentLog());
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(nodes.map(async (node) => node?.kill()));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As a supervisor would: a node that finds no database yet ends, and is started again. */
async function start(tries = 10): Promise<Node> {
  try {
    return await startNode(server.url, { CARAVAN_DATA: folder });
  } catch (error) {
    if (tries <= 1) throw error;
    await pause(500);
    return await start(tries - 1);
  }
}

const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** A device that reports its fixes in order and writes down which were acknowledged. */
class Reporter {
  readonly deviceId = randomUUID();
  readonly acknowledged = new Set<number>();
  readonly sent = new Set<number>();
  readonly queue: PositionQueue;
  #time = Date.now() - 10_000_000;

  constructor(node: () => Node | null) {
    this.queue = new PositionQueue({
      movingMillis: 20,
      batchSize: 100,
      retryMillis: 100,
      send: async (batch) => {
        const answer = await node()?.request('POST', '/v1/positions', { positions: batch });
        if (answer?.status !== 200) throw new Error('not taken');
        const { accepted, duplicates, setAside } = answer.body;
        expect([accepted + duplicates, setAside]).toEqual([batch.length, []]);
        for (const position of batch) this.acknowledged.add(position.time as number);
      },
    });
  }

  report(count: number): void {
    for (let n = 0; n < count; n++) {
      this.#time += 1_000;
      this.sent.add(this.#time);
      // In and out of the geofence every 20 fixes.
      const lng = Math.floor(this.sent.size / 20) % 2 === 0 ? 9.5 : 9.51;
      this.queue.add({ deviceId: this.deviceId, time: this.#time, lat: 47.5, lng, speedMetersPerSecond: 10 });
    }
  }
}

test('kill -9 of the node and of PostgreSQL during ingest: nothing acknowledged is lost, no event twice', async () => {
  nodes = await Promise.all([start(), start()]);
  const living = (): Node | null => nodes.find((node) => node !== null) ?? null;
  const fence = await (living() as Node).request('POST', '/v1/geofences', {
    name: 'Gate',
    shape: { type: 'circle', lat: 47.5, lng: 9.5, radiusMeters: 100 },
  });
  const events: LiveEvent[] = [];
  const client = new LiveClient({
    url: nodes.map((node) => (node as Node).liveUrl),
    ticket: async () => await (living() as Node).ticket(),
    onEvent: (event) => events.push(event),
  });
  clients.push(client);
  client.subscribe(`geofence:${fence.body.id}`);
  client.connect();
  await expect.poll(() => client.state).toBe('open');

  const reporters = Array.from({ length: 6 }, (_, n) => new Reporter(() => nodes[n % 2] ?? living()));
  let going = true;
  const reporting = (async () => {
    while (going) {
      // A slow machine must not leave more to send afterwards than it can.
      for (const reporter of reporters) if (reporter.queue.size < 300) reporter.report(10);
      await pause(20);
    }
  })();

  let kills = 0;
  for (let round = 0; round < 2; round++) {
    await pause(600);
    process.kill(server.pid, 'SIGKILL');
    kills++;
    await pause(900);
    // The second node keeps the client's address; the first comes and goes.
    await nodes[0]?.kill();
    kills++;
    nodes[0] = null;
    await pause(400);
    nodes[0] = await start();
  }
  going = false;
  await reporting;
  for (const reporter of reporters) {
    await expect
      .poll(
        async () => {
          await reporter.queue.flush();
          return reporter.queue.size;
        },
        { timeout: 40_000, interval: 100 },
      )
      .toBe(0);
  }

  const sql = postgres(server.url, { max: 1 });
  let acknowledged = 0;
  for (const reporter of reporters) {
    const rows = await sql<{ at: number; count: number }[]>`
      select (extract(epoch from device_time) * 1000)::float8 as at, count(*)::integer as count
      from tracking.positions where device_id = ${reporter.deviceId} group by 1`;
    const stored = new Map(rows.map((row) => [row.at, row.count]));
    for (const time of reporter.acknowledged) expect(stored.get(time)).toBe(1);
    expect(reporter.acknowledged.size).toBe(reporter.sent.size);
    expect(stored.size).toBe(reporter.sent.size);
    acknowledged += reporter.acknowledged.size;
  }
  const written = await sql<{ cursor: string }[]>`
    select transaction_id || '.' || id as cursor from platform.events
    where payload ->> 'geofenceId' = ${fence.body.id} order by transaction_id, id`;
  await expect.poll(() => events.length, { timeout: 20_000 }).toBe(written.length);
  expect(events.map((event) => event.cursor)).toEqual(written.map((row) => row.cursor));
  // What came in and out of the geofence alternates: nothing was crossed twice.
  const names = await sql<{ device: string; name: string }[]>`
    select payload ->> 'deviceId' as device, name from platform.events
    where payload ->> 'geofenceId' = ${fence.body.id} order by device_time`;
  for (const reporter of reporters) {
    const own = names.filter((row) => row.device === reporter.deviceId).map((row) => row.name);
    expect(own.length).toBeGreaterThan(2);
    for (const [index, name] of own.entries()) {
      expect(name).toBe(index % 2 === 0 ? 'tracking.geofenceEntered' : 'tracking.geofenceLeft');
    }
  }
  await sql.end();
  console.log(
    `kill -9 ${kills} times: ${acknowledged} acknowledged positions, each stored once; ${written.length} events, each seen once`,
  );
}, 120_000);
