import { afterEach, expect, test } from 'vitest';
import type { PositionUpdate } from '../api.ts';
import { connect, decode, startTestHub, type TestClient, type TestHub } from './test-hub.ts';

let hub: TestHub;
let timer: NodeJS.Timeout;
afterEach(async () => {
  clearInterval(timer);
  await hub.stop();
});

const VEHICLES = 10_000;
const ids = Array.from(
  { length: VEHICLES },
  (_, n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
);

/** Everything moves all the time: about 110 KB in each frame. */
function move(): number {
  let round = 0;
  timer = setInterval(() => {
    round++;
    hub.hub.publishPositions(
      ids.map(
        (id, n): PositionUpdate => ({
          id,
          kind: 0,
          lat: 47 + (n % 100) / 1000,
          lng: 9 + n / 100_000 + (round % 50) / 10_000,
          headingDegrees: null,
          speedMetersPerSecond: null,
          deviceTimeMs: Date.now(),
        }),
      ),
    );
  }, 20);
  return round;
}

async function watching(ticket: string): Promise<TestClient> {
  const client = await connect(hub, ticket);
  client.send({ type: 'viewport', bounds: [8, 46, 10, 48] });
  client.send({ type: 'subscribe', topics: ['feed'] });
  await client.message('subscribed');
  return client;
}

test('stalled sockets are dropped with a reason, the others go on, memory stays bounded', async () => {
  hub = await startTestHub({ tickMillis: 20, limits: { slowSeconds: 1 } });
  hub.rights.set('ann', new Set(['map', 'feed']));
  const stalled = await Promise.all(Array.from({ length: 6 }, () => watching('ann')));
  const fast = await watching('ann');
  for (const client of stalled) client.ws.pause();
  const before = process.memoryUsage();
  move();
  await expect.poll(() => hub.hub.stats().closedSlow, { timeout: 25_000 }).toBe(6);
  const framesThen = fast.frames.length;
  await fast.until(() => fast.frames.length > framesThen + 10, 'more frames for the fast one');
  expect(fast.closed).toBeNull();
  const queued = process.memoryUsage().external - before.external;
  // The fast client of the test keeps all its frames; what the hub itself may hold is 64 KB for each stalled socket.
  expect(queued - fast.frames.reduce((sum, one) => sum + one.length, 0)).toBeLessThan(30e6);
  for (const client of stalled) client.ws.resume();
  for (const client of stalled) expect([4008, 1006]).toContain((await client.close()).code);
  fast.ws.close();
}, 60_000);

test('a socket that was slow gets the newest of all positions and every event', async () => {
  hub = await startTestHub({ tickMillis: 20, limits: { slowSeconds: 60 } });
  hub.rights.set('ann', new Set(['map', 'feed']));
  const slow = await watching('ann');
  slow.ws.pause();
  move();
  await expect.poll(() => hub.hub.stats().skipped, { timeout: 25_000 }).toBeGreaterThan(20);
  for (let n = 0; n < 100; n++) hub.events.publish('moved', ['feed'], { n }, 'now');
  const skippedBefore = hub.hub.stats().skipped;
  await expect.poll(() => hub.hub.stats().skipped).toBeGreaterThan(skippedBefore + 5);
  clearInterval(timer);
  const framesBefore = slow.frames.length;
  slow.ws.resume();
  await slow.until(
    () => slow.messages.filter((one) => one.type === 'event').length === 100,
    'all events',
    20_000,
  );
  const numbers = slow.messages
    .filter((one) => one.type === 'event')
    .map((one) => (one['data'] as { n: number }).n);
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n));
  const names = new Map<number, string>();
  const last = await slow.until(() => {
    const complete = slow.frames.slice(framesBefore).map((one) => decode(one, names));
    return complete.findLast((one) => one.complete);
  }, 'a complete frame');
  expect(last.seen).toHaveLength(VEHICLES);
  const where = new Map(last.seen.map((one) => [one.id, one.lng]));
  for (const subject of hub.hub.table.values()) {
    expect(where.get(subject.id)).toBeCloseTo((subject.x / 2 ** 30) * 360 - 180, 4);
  }
  slow.ws.close();
}, 60_000);
