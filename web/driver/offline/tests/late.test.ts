import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, startFleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
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
