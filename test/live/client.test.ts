import { afterEach, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../../src/platform/realtime/tests/test-hub.ts';
import { LiveClient, type LiveClientOptions, type LiveState } from '../../client/src/live/live.ts';

let hub: TestHub;
const clients: LiveClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await hub.stop();
});

function start(options: Partial<LiveClientOptions> = {}) {
  const states: LiveState[] = [];
  const events: number[] = [];
  const client = new LiveClient({
    url: hub.url,
    ticket: async () => 'ann',
    random: () => 0.1,
    onState: (state) => states.push(state),
    onEvent: (event) => events.push((event.data as { n: number }).n),
    ...options,
  });
  clients.push(client);
  return { client, states, events };
}

let sockets = new Set<{ destroy(): void }>();
const cutAll = (): void => {
  for (const socket of sockets) socket.destroy();
};

test('cut again and again, it comes back by itself, and sees every event once', async () => {
  hub = await startTestHub();
  sockets = new Set();
  hub.server.on('connection', (socket) => sockets.add(socket));
  hub.rights.set('ann', new Set(['feed', 'order:1', 'map']));
  const subscribed = Promise.withResolvers<void>();
  const { client, states, events } = start({ onSnapshot: () => subscribed.resolve() });
  client.subscribe('feed', 'order:1');
  client.setViewport([9, 47, 10, 48]);
  client.connect();
  // The snapshot of the second topic comes after the first one has begun.
  await subscribed.promise;
  let n = 0;
  for (let round = 0; round < 5; round++) {
    await expect.poll(() => client.state).toBe('open');
    for (let count = 0; count < 10; count++) hub.events.publish('moved', ['feed'], { n: n++ }, 'now');
    if (round % 2 === 0) await expect.poll(() => events.length).toBe(n);
    cutAll();
    for (let count = 0; count < 10; count++) hub.events.publish('moved', ['feed'], { n: n++ }, 'now');
    await expect.poll(() => client.state).not.toBe('open');
  }
  await expect.poll(() => events.length, { timeout: 5_000 }).toBe(n);
  expect(events).toEqual(Array.from({ length: n }, (_, index) => index));
  expect(states).toContain('waiting');
  hub.hub.publishPositions([
    {
      id: '00000000-0000-7000-8000-000000000001',
      kind: 1,
      lat: 47.5,
      lng: 9.5,
      headingDegrees: null,
      speedMetersPerSecond: null,
      deviceTimeMs: Date.now(),
    },
  ]);
  await expect.poll(() => client.world.size).toBe(1);
  expect([...client.world.values()][0]).toMatchObject({
    kind: 1,
    headingDegrees: null,
    speedMetersPerSecond: null,
  });
});

test('a refused subscription is told, and not asked for again', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set());
  const refused: string[] = [];
  const { client } = start({ onRefused: (topic, code) => refused.push(`${topic} ${code}`) });
  client.subscribe('order:1');
  client.connect();
  await expect.poll(() => refused).toEqual(['order:1 forbidden']);
});

test('of several addresses it takes the next when one does not answer', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set());
  const { client } = start({ url: ['ws://127.0.0.1:1/v1/live', hub.url] });
  client.connect();
  await expect.poll(() => client.state, { timeout: 5_000 }).toBe('open');
});

test('a batch without an answer is rejected when the connection goes, so that it is sent again', async () => {
  hub = await startTestHub({}, { receivers: new Map([['positions', () => new Promise<object>(() => {})]]) });
  sockets = new Set();
  hub.server.on('connection', (socket) => sockets.add(socket));
  hub.rights.set('ann', new Set());
  const { client } = start();
  client.connect();
  await expect.poll(() => client.state).toBe('open');
  const sent = client.sendPositions([{ deviceId: 'd', time: 1, lat: 1, lng: 1 }]);
  const outcome = expect(sent).rejects.toThrow('lost before the answer');
  cutAll();
  await outcome;
  await expect(start().client.sendPositions([])).rejects.toThrow('not connected');
});
