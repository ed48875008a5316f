import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, startFleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import { HttpClient } from '../../../../client/src/index.ts';
import { readSnapshot } from '../../store/snapshot.ts';
import { changesOf } from '../changes.ts';
import { Engine } from '../engine.ts';
import { NotPossible } from '../record.ts';
import { installIndexedDb } from './memory-indexeddb.ts';
import { actionOn, type Phone, picture, proofOn, startPhone } from './phone.ts';

let fleet: Fleet;
beforeAll(async () => {
  installIndexedDb();
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

async function onTheRoad(state: string, over: Record<string, unknown> = {}) {
  const { delivery, driver } = await fleet.inState(state, over);
  const phone = await startPhone({
    baseUrl: fleet.server.address,
    driverId: driver.id,
    token: driver.token,
    dice: () => 0.5,
    partBytes: 1_000,
  });
  expect(await phone.engine.sync()).toBeNull();
  return { id: delivery.id as string, driver, phone };
}

const stateOf = async (id: string) =>
  (await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`)).state;
const states = async (phone: Phone) => (await phone.items()).map(({ state }) => state);

test('an answer lost for longer than the server remembers keys is found in its history', async () => {
  const { id, phone } = await onTheRoad('accepted');
  await phone.engine.act(actionOn(id, 'pickUp'));
  phone.weather.lostAfter = 100;
  expect(await phone.engine.sync()).toBe('offline');
  expect(await stateOf(id)).toBe('picked_up');
  expect(await states(phone)).toEqual(['waiting']);
  await fleet.server.database.sql`delete from platform.idempotency_keys`;
  phone.weather.lostAfter = 0;
  await phone.engine.sync();
  expect(await states(phone)).toEqual(['done']);
  const events = await fleet.server.eventsOf('delivery', id);
  expect(events.filter(({ name }) => name === 'deliveries.parcelPickedUp')).toHaveLength(1);
});

test('a photo goes on where it stopped, and begins anew when the server gave the half up', async () => {
  const { id, phone } = await onTheRoad('arrived');
  const file = await picture(phone, 5_000);
  await phone.engine.prove(proofOn(id, 'photo', { fileId: file.id }), file);
  phone.weather.lostAfter = 100;
  await phone.engine.sync();
  phone.weather.lostAfter = 0;
  // Half of it is there, and then forgotten by the server.
  const { sql } = fleet.server.database;
  await sql`update documents.uploads set expires_at = now() - interval '1 hour' where state = 'receiving'`;
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done']);
  const { items } = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${id}/proofs`);
  expect(items).toHaveLength(1);
  expect(await phone.engine.db.count('files')).toBe(0);
});

test('a refusal stops its own stop only, and what is behind it waits for the choice', async () => {
  const { id, driver, phone } = await onTheRoad('accepted');
  const other = await fleet.order();
  await fleet.act(fleet.dispatcher, other.id, 'assignDriver', { driverId: driver.id, accept: true });
  await phone.engine.sync();
  await phone.engine.act(actionOn(id, 'pickUp'));
  await phone.engine.act(actionOn(id, 'startTransit'));
  await phone.engine.act(actionOn(other.id, 'pickUp'));
  await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, { notes: 'Ring twice' });
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['refused', 'waiting', 'done']);
  const [refused] = await phone.items();
  expect(refused?.refusal).toMatchObject({ code: 'changed', status: 412, now: { state: 'accepted' } });
  await expect(phone.engine.act(actionOn(id, 'arrive'))).rejects.toThrow(NotPossible);
  await phone.engine.redo(refused!.seq);
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done', 'done', 'done']);
  expect(await stateOf(id)).toBe('in_transit');
  expect((await phone.items())[0]?.earlier[0]?.deviceTime).toBe(refused?.deviceTime);
});

test('what changes nothing for the driver is no conflict', async () => {
  const { id, phone } = await onTheRoad('accepted');
  await phone.engine.act(actionOn(id, 'pickUp'));
  await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, { weightGrams: 4_000 });
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done']);
});

test('work begins and ends in the order in which the driver did it', async () => {
  const driver = await fleet.driver({}, null);
  const phone = await startPhone({
    baseUrl: fleet.server.address,
    driverId: driver.id,
    token: driver.token,
    dice: () => 0.5,
    partBytes: 1_000,
  });
  await phone.engine.sync();
  const work = (action: string) =>
    phone.engine.act({ kind: 'action', entity: 'driver', entityId: driver.id, action, input: {} });
  phone.weather.online = false;
  await work('goOnline');
  await work('startBreak');
  await expect(work('goOnline')).rejects.toThrow(NotPossible);
  await work('endBreak');
  phone.weather.online = true;
  expect(await phone.engine.sync()).toBeNull();
  const events = await fleet.server.eventsOf('driver', driver.id);
  expect(events.map(({ action }) => action).slice(1)).toEqual(['goOnline', 'startBreak', 'endBreak']);
});

/** The server looks at what is held when a break ends; nothing else makes anybody busy here. */
async function makeBusy({ id, token }: { id: string; token: string }) {
  for (const action of ['startBreak', 'endBreak'])
    await fleet.expect(200, token, 'POST', `/v1/drivers/${id}/actions/${action}`, {});
  expect((await fleet.call(token, 'GET', `/v1/drivers/${id}`)).state).toBe('busy');
}

test('breaks with stops to do, without a network: the stops stay, and the server hears when they were', async () => {
  const { id, driver, phone } = await onTheRoad('accepted');
  const work = (action: string) =>
    phone.engine.act({ kind: 'action', entity: 'driver', entityId: driver.id, action, input: {} });
  const view = () => readSnapshot(phone.engine.db, phone.nowMs());
  await makeBusy(driver);
  expect(await phone.engine.sync()).toBeNull();
  expect(await view()).toMatchObject({ driver: { state: 'busy' }, breakSince: null });
  phone.weather.online = false;
  await phone.engine.act(actionOn(id, 'pickUp'));
  phone.clockOffsetMs = -3_600_000;
  const { deviceTime } = await work('startBreak');
  await phone.kill();
  expect(await view()).toMatchObject({ driver: { state: 'on_break' }, breakSince: deviceTime });
  expect((await view()).stops.map(({ held }) => held.delivery.state)).toEqual(['picked_up']);
  await expect(work('startBreak')).rejects.toThrow(NotPossible);
  await work('endBreak');
  expect(await view()).toMatchObject({ driver: { state: 'busy' }, breakSince: null });
  await work('startBreak');
  await work('endBreak');
  // What is done at a door after it keeps its place.
  await phone.engine.act(actionOn(id, 'startTransit'));
  phone.weather.online = true;
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  expect(await view()).toMatchObject({ driver: { state: 'busy' }, breakSince: null });
  const heard = (await fleet.server.eventsOf('driver', driver.id)).filter((event) => event.deviceTime);
  expect(heard.map(({ action, toState }) => [action, toState])).toEqual([
    ['startBreak', 'on_break'],
    ['endBreak', 'busy'],
    ['startBreak', 'on_break'],
    ['endBreak', 'busy'],
  ]);
  expect(new Date(heard[0]!.deviceTime!).toISOString()).toBe(deviceTime);
  // Once it is sent, the break still began when the driver began it; from another phone, when the server heard of it.
  const again = await work('startBreak');
  await phone.engine.sync();
  expect((await view()).breakSince).toBe(again.deviceTime);
  for (const action of ['endBreak', 'startBreak'])
    await fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
  await phone.engine.sync();
  const { stateSince } = await fleet.call(driver.token, 'GET', `/v1/drivers/${driver.id}`);
  expect((await view()).breakSince).toBe(stateSince);
});

test('whoever became free, or busy, without knowing it takes a break all the same', async () => {
  const { id, driver, phone } = await onTheRoad('accepted');
  const work = (action: string) =>
    phone.engine.act({ kind: 'action', entity: 'driver', entityId: driver.id, action, input: {} });
  await makeBusy(driver);
  await phone.engine.sync();
  await work('startBreak');
  await fleet.act(fleet.dispatcher, id, 'unassignDriver');
  for (const action of ['startBreak', 'endBreak'])
    await fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
  expect((await fleet.call(driver.token, 'GET', `/v1/drivers/${driver.id}`)).state).toBe('online');
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done']);
  await work('endBreak');
  await work('startBreak');
  const other = await fleet.order();
  await fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/endBreak`, {});
  await fleet.act(fleet.dispatcher, other.id, 'assignDriver', { driverId: driver.id, accept: true });
  await makeBusy(driver);
  // The break is over already, which the driver did not know: they are asked. What follows is a new break.
  expect(await phone.engine.sync()).toBeNull();
  const [, over] = await phone.items();
  expect(over).toMatchObject({ state: 'refused', refusal: { code: 'changed', now: { state: 'busy' } } });
  await phone.engine.drop(over!.seq);
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done', 'dropped', 'done']);
});

test('without a session nothing is lost: it waits until somebody signs in', async () => {
  const { id, driver } = await onTheRoad('accepted');
  const signedOut = await startPhone({
    baseUrl: fleet.server.address,
    driverId: driver.id,
    token: 'nobody',
    dice: () => 0.5,
    partBytes: 1_000,
  });
  await signedOut.engine.act(actionOn(id, 'pickUp'));
  expect(await signedOut.engine.sync()).toBe('signed_out');
  expect(await states(signedOut)).toEqual(['waiting']);
});

test('what one tab has brought to its end is not taken up again by another whose answer is lost', async () => {
  const { id, driver, phone } = await onTheRoad('accepted');
  let lose: (error: Error) => void = () => undefined;
  const underway = new Promise<never>((_, reject) => {
    lose = reject;
  });
  const other = await Engine.open({
    driverId: driver.id,
    http: new HttpClient({
      baseUrl: fleet.server.address,
      token: () => driver.token,
      tries: 1,
      fetch: (input, init) => (init?.method === 'POST' ? underway : fetch(input, init)),
    }),
    ports: phone,
  });
  await phone.engine.act(actionOn(id, 'pickUp'));
  const sending = other.sync();
  await expect.poll(() => states(phone)).toEqual(['sending']);
  expect(await phone.engine.sync()).toBeNull();
  expect(await states(phone)).toEqual(['done']);
  lose(new TypeError('fetch failed'));
  expect(await sending).toBe('offline');
  expect(await states(phone)).toEqual(['done']);
  other.close();
});

test('a proof whose picture is gone is put to the driver and holds up nothing else', async () => {
  const { id, phone } = await onTheRoad('arrived');
  const file = await picture(phone, 100);
  await phone.engine.prove(proofOn(id, 'photo', { fileId: file.id }), file);
  await phone.engine.db.clear('files');
  expect(await phone.engine.sync()).toBeNull();
  const [item] = await phone.items();
  expect(item).toMatchObject({ state: 'refused', refusal: { code: 'file_missing', now: null } });
});

test('what was delivered without a network counts for today, and knows who signed', async () => {
  const { id, phone } = await onTheRoad('arrived', { proofRules: ['signature'] });
  const { db } = phone.engine;
  const kept = (await db.get('deliveries', id))!;
  const updatedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
  await db.put('deliveries', { ...kept, delivery: { ...kept.delivery, updatedAt } });
  phone.weather.online = false;
  const file = await picture(phone, 100);
  const signature = proofOn(id, 'signature', { fileId: file.id });
  await phone.engine.prove({ ...signature, receivedBy: 'Maria Beck' }, file);
  await phone.kill();
  const before = await readSnapshot(phone.engine.db, phone.nowMs());
  expect(before.stops.map(({ held }) => held.receivedBy)).toEqual(['Maria Beck']);
  await phone.engine.act(actionOn(id, 'deliver'));
  const after = await readSnapshot(phone.engine.db, phone.nowMs());
  expect([after.stops.length, after.done.map((one) => one.id)]).toEqual([0, [id]]);
});

test('what the office changed is named, before and now', async () => {
  const { id, phone } = await onTheRoad('accepted', { notes: 'Ring twice' });
  phone.weather.online = false;
  const item = await phone.engine.act(actionOn(id, 'pickUp'));
  const { dropoff } = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`);
  const changed = await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, {
    notes: null,
    proofRules: ['photo'],
    dropoff: { ...dropoff, street: 'Another Road', houseNumber: '7' },
  });
  const proof = (kind: string) => kind;
  expect(changesOf(item, changed, { proof })).toEqual([
    {
      what: 'dropoff',
      before: expect.stringContaining('Landstrasse'),
      now: expect.stringContaining('Another Road 7'),
    },
    { what: 'note', before: 'Ring twice', now: null },
    { what: 'proofs', before: null, now: 'photo' },
  ]);
  expect(changesOf({ seen: { ...item.seen, facts: '' } }, changed, { proof })).toEqual([]);
});
