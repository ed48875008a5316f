import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveClient } from '../../../../client/src/live/live.ts';
import { defaultRoles } from '../../accounts/api.ts';
import { type Caller, type RunningCaravan, startCaravan } from './running.ts';

let caravan: RunningCaravan;
let dispatcher: Caller;
beforeAll(async () => {
  caravan = await startCaravan();
  dispatcher = await caravan.as('dispatcher');
});
afterAll(() => caravan.stop());

interface Told {
  refused: Map<string, string>;
  seen: Set<string>;
  gone: Set<string>;
}

function watch(caller: Caller, topics: string[], map: boolean): { client: LiveClient; told: Told } {
  const told: Told = { refused: new Map(), seen: new Set(), gone: new Set() };
  const client = new LiveClient({
    url: caravan.liveUrl,
    ticket: caller.ticket,
    onRefused: (topic, code) => told.refused.set(topic, code),
    onPositions: ({ changed, gone }) => {
      for (const position of changed) told.seen.add(position.id);
      for (const id of gone) told.gone.add(id);
    },
  });
  if (topics.length > 0) client.subscribe(...topics);
  if (map) client.setViewport([9, 47, 10, 48]);
  client.connect();
  return { client, told };
}

/** What each role may watch: everything, its own, or nothing. */
const REACH: Record<(typeof defaultRoles)[number], 'all' | 'own' | 'none'> = {
  customer: 'none',
  driver: 'own',
  dispatcher: 'all',
  carrier: 'own',
  host: 'own',
  support: 'all',
  admin: 'all',
};

test.each(defaultRoles)(
  'a %s sees what it may see, by topic and on the map, and nothing else',
  async (role) => {
    const [own, foreign, fence] = [randomUUID(), randomUUID(), randomUUID()];
    const [partyId, companyId] = [randomUUID(), randomUUID()];
    const owner = role === 'driver' ? { partyId } : { companyId };
    await dispatcher.put(`/v1/devices/${own}`, { kind: 'vehicle', ...owner });
    await dispatcher.put(`/v1/devices/${foreign}`, {
      kind: 'vehicle',
      partyId: randomUUID(),
      companyId: randomUUID(),
    });
    const caller = await caravan.as(role, { partyId, companyIds: [companyId] });
    const topics = [`vehicle:${own}`, `vehicle:${foreign}`, `geofence:${fence}`, 'nothing:1', 'vehicle:x'];
    const byTopic = watch(caller, topics, false);
    const onMap = watch(caller, [], true);
    const position = { time: Date.now(), lat: 47.5, lng: 9.5 };
    await dispatcher.post('/v1/positions', {
      positions: [
        { deviceId: own, ...position },
        { deviceId: foreign, ...position },
      ],
    });
    const reach = REACH[role];
    const seen = reach === 'all' ? [own, foreign] : reach === 'own' ? [own] : [];
    await expect.poll(() => byTopic.told.refused.size + byTopic.told.seen.size).toBe(reach === 'all' ? 4 : 5);
    const mine = (set: Set<string>) => [...set].filter((id) => id === own || id === foreign).sort();
    expect(mine(byTopic.told.seen)).toEqual([...seen].sort());
    if (seen.length > 0) await expect.poll(() => mine(onMap.told.seen)).toEqual([...seen].sort());
    else await expect.poll(() => onMap.client.state).toBe('open');
    expect(byTopic.told.refused.get('nothing:1')).toBe('unknown_topic');
    expect(byTopic.told.refused.has(`geofence:${fence}`)).toBe(reach !== 'all');
    expect(byTopic.told.refused.has(`vehicle:${foreign}`)).toBe(reach !== 'all');
    expect(byTopic.told.refused.has(`vehicle:${own}`)).toBe(reach === 'none');
    // Two more ticks with movement: the map of one who may see nothing, or only their own, stays as it is.
    await dispatcher.post('/v1/positions', {
      positions: [{ deviceId: foreign, ...position, time: position.time + 1, lat: 47.5001 }],
    });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(mine(onMap.told.seen)).toEqual([...seen].sort());
    byTopic.client.close();
    onMap.client.close();
  },
);

const opens = (address: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(address);
    socket.onopen = () => {
      socket.close();
      resolve(true);
    };
    socket.onerror = () => resolve(false);
  });

test('a guest gets no ticket and no socket', async () => {
  expect((await caravan.request('POST', '/v1/live/tickets', undefined, {})).status).toBe(401);
  expect(await opens(caravan.liveUrl)).toBe(false);
  expect(await opens(`${caravan.liveUrl}?ticket=made-up`)).toBe(false);
});

test('a ticket opens one socket', async () => {
  const ticket = await dispatcher.ticket();
  expect(await opens(`${caravan.liveUrl}?ticket=${ticket}`)).toBe(true);
  expect(await opens(`${caravan.liveUrl}?ticket=${ticket}`)).toBe(false);
});

test('a right that is taken away through the API stops topic and map within a second', async () => {
  const deviceId = randomUUID();
  const partyId = randomUUID();
  await dispatcher.put(`/v1/devices/${deviceId}`, { kind: 'driver', partyId });
  const driver = await caravan.as('driver', { partyId });
  const byTopic = watch(driver, [`driver:${deviceId}`], false);
  const onMap = watch(driver, [], true);
  let time = Date.now();
  const move = () =>
    dispatcher.post('/v1/positions', {
      positions: [{ deviceId, kind: 'driver', time: time++, lat: 47.5, lng: 9.5 }],
    });
  await move();
  await expect.poll(() => byTopic.told.seen.has(deviceId) && onMap.told.seen.has(deviceId)).toBe(true);
  await dispatcher.put(`/v1/devices/${deviceId}`, { kind: 'driver', partyId: randomUUID() });
  const takenAt = performance.now();
  await expect
    .poll(() => byTopic.told.refused.has(`driver:${deviceId}`) && onMap.told.gone.has(deviceId), {
      interval: 10,
    })
    .toBe(true);
  expect(performance.now() - takenAt).toBeLessThan(1_000);
  expect(byTopic.told.gone.has(deviceId)).toBe(true);
  byTopic.told.seen.clear();
  onMap.told.seen.clear();
  await move();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([byTopic.told.seen.size, onMap.told.seen.size]).toEqual([0, 0]);
  byTopic.client.close();
  onMap.client.close();
});
