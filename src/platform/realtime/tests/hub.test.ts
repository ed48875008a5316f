import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { World } from '../../../../client/src/live/world.ts';
import type { PositionUpdate } from '../api.ts';
import { connect, startTestHub, TestClient, type TestHub } from './test-hub.ts';

let hub: TestHub;
afterEach(() => hub.stop());

function at(id: string, lat: number, lng: number, deviceTimeMs = Date.now()): PositionUpdate {
  return { id, kind: 0, lat, lng, headingDegrees: 90, speedMetersPerSecond: 10, deviceTimeMs };
}

function worldOf(client: TestClient): World {
  const world = new World();
  for (const frame of client.frames) world.apply(frame);
  return world;
}

test('a viewport begins with a snapshot and goes on with what moves in it', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set(['map']));
  const [inside, outside] = [randomUUID(), randomUUID()];
  hub.hub.publishPositions([at(inside, 47.15, 9.52), at(outside, 48.2, 16.37)]);
  const client = await connect(hub, 'ann');
  client.send({ type: 'viewport', id: 1, bounds: [9.4, 47.0, 9.7, 47.3] });
  await client.until(() => worldOf(client).get(inside), 'snapshot');
  expect(worldOf(client).get(outside)).toBeUndefined();
  hub.hub.publishPositions([at(inside, 47.16, 9.53)]);
  const moved = await client.until(() => {
    const position = worldOf(client).get(inside);
    return position !== undefined && position.lat > 47.155 ? position : null;
  }, 'move');
  expect(moved.lat).toBeCloseTo(47.16, 5);
  expect(moved.lng).toBeCloseTo(9.53, 5);
  expect(moved.headingDegrees).toBe(90);
  expect(moved.speedMetersPerSecond).toBe(10);
  hub.hub.publishPositions([at(inside, 48.2, 16.37)]);
  await client.until(() => worldOf(client).get(inside) === undefined, 'leaving');
  client.ws.close();
});

test('last value wins: many positions within a tick are one record, an older one is ignored', async () => {
  hub = await startTestHub({ tickMillis: 100_000 });
  hub.rights.set('ann', new Set(['map']));
  const id = randomUUID();
  const client = await connect(hub, 'ann');
  client.send({ type: 'viewport', bounds: [9, 47, 10, 48] });
  await client.message('viewport');
  const now = Date.now();
  for (let step = 0; step < 50; step++)
    hub.hub.publishPositions([at(id, 47.1 + step / 1000, 9.5, now + step)]);
  hub.hub.publishPositions([at(id, 47.9, 9.9, now - 5)]);
  hub.hub.tick();
  await client.until(() => client.frames.length > 0, 'frame');
  expect(client.frames).toHaveLength(1);
  expect(worldOf(client).get(id)?.lat).toBeCloseTo(47.149, 5);
  client.ws.close();
});

test('a topic shows its snapshot, then its events, and a reconnect resumes without gap or repeat', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set(['order:1']));
  const client = await connect(hub, 'ann');
  client.send({ type: 'subscribe', id: 'a', topics: ['order:1', 'order:2'] });
  const subscribed = await client.message('subscribed');
  expect(subscribed['refused']).toEqual([{ topic: 'order:2', code: 'forbidden' }]);
  expect((await client.message('snapshot'))['data']).toEqual({ order: '1' });
  for (let n = 1; n <= 5; n++) hub.events.publish('moved', ['order:1', 'order:2'], { n }, 'now');
  const fifth = await client.message('event', (message) => (message['data'] as { n: number }).n === 5);
  client.ws.terminate();
  for (let n = 6; n <= 9; n++) hub.events.publish('moved', ['order:1'], { n }, 'now');
  const again = await connect(hub, 'ann');
  again.send({ type: 'subscribe', topics: ['order:1'], cursor: fifth['cursor'] });
  await again.message('event', (message) => (message['data'] as { n: number }).n === 9);
  hub.events.publish('moved', ['order:1'], { n: 10 }, 'now');
  await again.message('event', (message) => (message['data'] as { n: number }).n === 10);
  const got = again.messages
    .filter((one) => one.type === 'event')
    .map((one) => (one['data'] as { n: number }).n);
  expect(got).toEqual([6, 7, 8, 9, 10]);
  again.ws.close();
});

test('a cursor older than what is kept gives resync instead of a silent gap', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set(['feed']));
  for (let n = 0; n < 300; n++) hub.events.publish('moved', ['feed'], { n }, 'now');
  const client = await connect(hub, 'ann');
  client.send({ type: 'subscribe', topics: ['feed'], cursor: '3' });
  expect((await client.message('resync'))['topic']).toBe('feed');
  client.ws.close();
});

test('a right that is taken away ends the subscription, the positions and the map', async () => {
  hub = await startTestHub();
  const id = randomUUID();
  hub.rights.set('ann', new Set([`vehicle:${id}`, 'feed', 'map']));
  hub.hub.publishPositions([at(id, 47, 9)]);
  const client = await connect(hub, 'ann');
  client.send({ type: 'subscribe', topics: [`vehicle:${id}`, 'feed'] });
  client.send({ type: 'viewport', bounds: [0, 0, 1, 1] });
  await client.until(() => worldOf(client).get(id), 'position by topic');
  hub.rights.set('ann', new Set(['feed']));
  await hub.hub.recheck('ann');
  await client.message('revoked', (message) => message['topic'] === `vehicle:${id}`);
  await client.message('revoked', (message) => message['viewport'] === true);
  await client.until(() => worldOf(client).get(id) === undefined, 'position gone');
  const framesBefore = client.frames.length;
  hub.hub.publishPositions([at(id, 47.1, 9.1)]);
  hub.events.publish('moved', [`vehicle:${id}`], {}, 'now');
  hub.events.publish('moved', ['feed'], { last: true }, 'now');
  await client.message('event');
  hub.hub.tick();
  expect(client.messages.filter((one) => one.type === 'event')).toHaveLength(1);
  expect(client.frames).toHaveLength(framesBefore);
  hub.rights.delete('ann');
  await hub.hub.recheck('ann');
  expect(await client.close()).toEqual({ code: 4001, reason: 'session ended' });
});

test('a viewport shows only what its owner may see', async () => {
  hub = await startTestHub();
  const [own, other] = [randomUUID(), randomUUID()];
  hub.rights.set('carrier', new Set([`vehicle:${own}`]));
  hub.rights.set('nobody', new Set(['feed']));
  hub.hub.publishPositions([at(own, 47, 9), at(other, 47, 9)]);
  const carrier = await connect(hub, 'carrier');
  carrier.send({ type: 'viewport', bounds: [8, 46, 10, 48] });
  await carrier.until(() => worldOf(carrier).get(own), 'own vehicle');
  hub.hub.publishPositions([at(own, 47.01, 9), at(other, 47.01, 9)]);
  await carrier.until(() => (worldOf(carrier).get(own)?.lat ?? 0) > 47.005, 'own vehicle moves');
  expect(
    carrier.frames.some((frame) =>
      Buffer.from(frame).includes(Buffer.from(other.replaceAll('-', ''), 'hex')),
    ),
  ).toBe(false);
  const nobody = await connect(hub, 'nobody');
  nobody.send({ type: 'viewport', id: 7, bounds: [8, 46, 10, 48] });
  expect(await nobody.message('error')).toMatchObject({ id: 7, code: 'forbidden' });
  carrier.ws.close();
  nobody.ws.close();
});

test('the handshake refuses a wrong ticket, a foreign origin, and one socket too many', async () => {
  hub = await startTestHub({ limits: { socketsPerPrincipal: 2 } });
  hub.rights.set('ann', new Set());
  const status = (url: string, headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      const client = new TestClient(url, headers);
      client.ws.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      client.ws.on('open', () => {
        client.ws.close();
        resolve(101);
      });
    });
  expect(await status(`${hub.url}?ticket=eve`, {})).toBe(401);
  expect(await status(hub.url, {})).toBe(401);
  expect(await status(`${hub.url}?ticket=ann`, { origin: 'https://evil.example' })).toBe(403);
  expect(await status(`${hub.url}?ticket=ann`, { origin: 'https://app.example' })).toBe(101);
  await expect.poll(() => hub.hub.socketCount).toBe(0);
  const [first, second] = [await connect(hub, 'ann'), await connect(hub, 'ann')];
  const third = new TestClient(`${hub.url}?ticket=ann`);
  expect((await third.close()).code).toBe(4009);
  first.ws.close();
  second.ws.close();
});

test('a socket that sends too much or nonsense is closed with the reason', async () => {
  hub = await startTestHub({ limits: { messageBurst: 5, messagesPerSecond: 1 } });
  hub.rights.set('ann', new Set());
  const flood = await connect(hub, 'ann');
  for (let n = 0; n < 10; n++) flood.send({ type: 'ping', id: n });
  expect((await flood.close()).code).toBe(4029);
  expect(flood.messages.filter((one) => one.type === 'pong')).toHaveLength(5);
  const nonsense = await connect(hub, 'ann');
  nonsense.ws.send('{');
  expect((await nonsense.close()).code).toBe(4000);
  const unknown = await connect(hub, 'ann');
  unknown.send({ type: 'dance', id: 1 });
  expect((await unknown.message('error'))['code']).toBe('unknown_type');
  unknown.ws.close();
});

test('stopping tells every socket to go elsewhere', async () => {
  hub = await startTestHub();
  hub.rights.set('ann', new Set());
  const client = await connect(hub, 'ann');
  await hub.hub.stop();
  expect((await client.close()).code).toBe(1001);
});
