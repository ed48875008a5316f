import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Fleet, startFleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import { installIndexedDb } from './memory-indexeddb.ts';
import { actionOn, picture, proofOn, startPhone } from './phone.ts';

let fleet: Fleet;
beforeAll(async () => {
  installIndexedDb();
  fleet = await startFleet();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => fleet.stop());

/** From here on the device has no room for anything more, not even for the note that something is gone. */
function fill(): void {
  const refuse = (): never => {
    throw new DOMException('There is no room left.', 'QuotaExceededError');
  };
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(refuse);
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(refuse);
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(refuse);
}

async function atTheDoor(state = 'arrived') {
  const { delivery, driver } = await fleet.inState(state);
  const phone = await startPhone({
    baseUrl: fleet.server.address,
    driverId: driver.id,
    token: driver.token,
    dice: () => 0.5,
    partBytes: 1_000,
  });
  expect(await phone.engine.sync()).toBeNull();
  return { id: delivery.id as string, phone };
}

test('on a full device a photo is refused with its reason, nothing of it stays, and later it is kept', async () => {
  const { id, phone } = await atTheDoor();
  const file = await picture(phone, 2_000);
  const proof = proofOn(id, 'photo', { fileId: file.id });
  fill();
  await expect(phone.engine.prove(proof, file)).rejects.toThrow('There is no room left.');
  expect(phone.engine.status.storageError).toBe('There is no room left.');
  vi.restoreAllMocks();
  expect([await phone.items(), await phone.engine.db.count('files')]).toEqual([[], 0]);
  await phone.engine.prove(proof, file);
  expect(phone.engine.status.storageError).toBeNull();
  expect(await phone.engine.sync()).toBeNull();
  expect((await phone.items()).map(({ state }) => state)).toEqual(['done']);
});

test('a transaction that ends for want of room gives that as the reason, not that it has ended', async () => {
  const { id, phone } = await atTheDoor();
  const add = IDBObjectStore.prototype.add;
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = add.apply(this, given);
    const full = new DOMException('There is no room left.', 'QuotaExceededError');
    this.transaction.abort();
    Object.defineProperty(this.transaction, 'error', { value: full });
    return request;
  });
  await expect(phone.engine.act(actionOn(id, 'deliver'))).rejects.toMatchObject({
    name: 'QuotaExceededError',
  });
  expect(phone.engine.status.storageError).toBe('There is no room left.');
});

test('what waits on a device that became full stays, is not blamed on the network, and goes when there is room', async () => {
  const { id, phone } = await atTheDoor('in_transit');
  await phone.engine.act(actionOn(id, 'arrive'));
  expect(await phone.engine.sync()).toBeNull();
  await phone.engine.act(actionOn(id, 'deliver'));
  fill();
  phone.engine.kick();
  await expect
    .poll(() => phone.engine.status)
    .toMatchObject({
      pause: 'server',
      syncing: false,
      storageError: 'There is no room left.',
    });
  // Opened anew it shows what waits, although not even what is long over can be taken away.
  phone.clockOffsetMs = 8 * 86_400_000;
  await phone.kill();
  expect((await phone.items()).map(({ state }) => state)).toEqual(['done', 'waiting']);
  expect(phone.engine.status.storageError).toBe('There is no room left.');
  vi.restoreAllMocks();
  expect(await phone.engine.sync()).toBeNull();
  expect(phone.engine.status.storageError).toBeNull();
  expect((await phone.items()).map(({ state }) => state)).toEqual(['done', 'done']);
});

test('the answer is lost for want of room: it is sent again, and counts once', async () => {
  const { id, phone } = await atTheDoor();
  await phone.engine.act(actionOn(id, 'deliver'));
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (value.state === 'done') throw new DOMException('There is no room left.', 'QuotaExceededError');
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  });
  await expect(phone.engine.sync()).rejects.toThrow('There is no room left.');
  expect(phone.engine.status.pause).toBe('server');
  expect((await phone.items()).map(({ state }) => state)).toEqual(['waiting']);
  vi.restoreAllMocks();
  expect(await phone.engine.sync()).toBeNull();
  expect((await phone.items()).map(({ state }) => state)).toEqual(['done']);
  const events = await fleet.server.eventsOf('delivery', id);
  expect(events.filter(({ action }) => action === 'deliver')).toHaveLength(1);
});
