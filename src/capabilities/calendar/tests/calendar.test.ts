import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { systemActor } from '../../../platform/auth/actor.ts';
import { startTestServer } from '../../../roles/testing.ts';
import {
  holdSlot,
  holdSlots,
  isFree,
  overlaps,
  registerResource,
  releaseSlotsOf,
  slotsOf,
  takenAmong,
  type ResourceRef,
} from '../api.ts';

const server = await startTestServer();
afterAll(() => server.stop());
const { request, tokenFor, ctx } = server;
const { db } = ctx;
const office = await tokenFor('dispatcher');
const actor = systemActor('test');

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const period = (from: number, to: number) => ({ from: at(from), to: at(to) });

async function resource(
  kind: ResourceRef['kind'] = 'vehicle',
  partyId: string | null = null,
): Promise<ResourceRef> {
  const ref = { kind, id: randomUUID() };
  await db.transaction((tx) => registerResource(tx, ref, partyId, ctx));
  return ref;
}
const pathOf = ({ kind, id }: ResourceRef) => `/v1/calendars/${kind}/${id}/slots`;
const block = (ref: ResourceRef, from: number, to: number, token = office) =>
  request('POST', pathOf(ref), {
    token,
    body: { from: at(from).toISOString(), to: at(to).toISOString(), kind: 'blocked' },
  });
const list = (ref: ResourceRef, more = '', token = office) =>
  request('GET', `${pathOf(ref)}?from=${at(0).toISOString()}&to=${at(24).toISOString()}${more}`, { token });
const booking = { module: 'rentals', entity: 'booking', id: randomUUID() };

test('what begins when another ends is free, what overlaps is refused with the times that are taken', async () => {
  const van = await resource();
  expect((await block(van, 8, 10)).status).toBe(201);
  expect((await block(van, 10, 12)).status).toBe(201);
  const refused = await block(van, 9, 11);
  expect([refused.status, refused.json.code]).toEqual([409, 'slot_taken']);
  expect(refused.json.inTheWay).toEqual([
    { from: at(8).toISOString(), to: at(10).toISOString(), kind: 'blocked' },
    { from: at(10).toISOString(), to: at(12).toISOString(), kind: 'blocked' },
  ]);
  expect((await block(van, 12, 12)).json.errors).toEqual([{ field: 'to', reason: 'must be after from' }]);
  expect(await isFree(db.sql, van, period(12, 13))).toBe(true);
  expect(await isFree(db.sql, van, period(11, 13))).toBe(false);
});

test('a guest, a wrong role and a wrong party get nothing; a driver and an owner their own', async () => {
  const partyId = randomUUID();
  const van = await resource('vehicle', partyId);
  const driver: ResourceRef = { kind: 'driver', id: randomUUID() };
  await db.transaction((tx) => registerResource(tx, driver, null, ctx));
  const asDriver = await tokenFor('driver', { partyId: driver.id });
  const owner = await tokenFor('host', { companyIds: [partyId] });
  const { id } = (await block(van, 1, 2)).json;
  const answers = await Promise.all([
    request('GET', pathOf(van)),
    list(van, '', await tokenFor('customer')),
    list(van, '', asDriver),
    block(van, 5, 6, asDriver),
    request('DELETE', `/v1/slots/${id}`, { token: await tokenFor('host') }),
    request('GET', `/v1/slots/${id}`, { token: asDriver }),
    block(van, 5, 6, await tokenFor('support')),
    list({ ...van, id: randomUUID() }),
    list(driver, '', asDriver),
    block(driver, 5, 6, asDriver),
    list(van, '', owner),
    block(van, 5, 6, owner),
    request('GET', `/v1/slots/${id}`, { token: owner }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([
    401, 403, 404, 404, 404, 404, 403, 404, 200, 201, 200, 201, 200,
  ]);
});

test('slots are moved within their version and released; each time one event', async () => {
  const van = await resource();
  const { id } = (await block(van, 8, 10)).json;
  await block(van, 12, 14);
  const patch = (body: object, version: number) =>
    request('PATCH', `/v1/slots/${id}`, { token: office, body, headers: { 'if-match': `"v${version}"` } });
  expect((await patch({ to: at(12).toISOString(), note: 'longer' }, 1)).json).toMatchObject({
    version: 2,
    note: 'longer',
  });
  expect((await patch({ to: at(13).toISOString() }, 2)).json.code).toBe('slot_taken');
  expect((await patch({ to: at(11).toISOString() }, 1)).status).toBe(412);
  expect((await patch({ to: at(7).toISOString() }, 2)).json.code).toBe('slot_invalid');
  for (const status of [204, 404])
    expect((await request('DELETE', `/v1/slots/${id}`, { token: office })).status).toBe(status);
  expect((await block(van, 8, 12)).status).toBe(201);
  const events = await server.eventsOf('slot', id);
  expect(events.map(({ name, sequence }) => [name, sequence])).toEqual([
    ['calendar.slotHeld', 1],
    ['calendar.slotMoved', 2],
    ['calendar.slotReleased', 3],
  ]);
  expect(events[1]?.payload).toMatchObject({ to: at(12).toISOString(), resourceId: van.id });
});

test('what a module holds cannot be freed by hand, and goes with what holds it', async () => {
  const van = await resource();
  const driver = await resource('driver');
  const requests = [van, driver].map((ref) => ({
    resource: ref,
    ...period(8, 10),
    kind: 'booked' as const,
    holder: booking,
  }));
  const [held] = await db.transaction((tx) => holdSlots(tx, requests, actor, ctx));
  const refused = await request('DELETE', `/v1/slots/${held!.id}`, { token: office });
  expect([refused.status, refused.json.code]).toEqual([409, 'slot_held_elsewhere']);
  const patched = await request('PATCH', `/v1/slots/${held!.id}`, { token: office, body: { note: 'x' } });
  expect(patched.json.code).toBe('slot_held_elsewhere');
  expect(await takenAmong(db.sql, 'vehicle', [van.id, driver.id], period(9, 20))).toEqual(new Set([van.id]));
  const released = await db.transaction((tx) => releaseSlotsOf(tx, booking, actor, ctx));
  expect(released).toHaveLength(2);
  expect(await slotsOf(db.sql, driver, period(0, 24))).toEqual([]);
});

test('several at once are all held or none', async () => {
  const [van, driver] = [await resource(), await resource('driver')];
  await block(driver, 9, 10);
  const requests = [van, driver].map((ref) => ({
    resource: ref,
    ...period(8, 12),
    kind: 'booked' as const,
    holder: booking,
  }));
  await expect(db.transaction((tx) => holdSlots(tx, requests, actor, ctx))).rejects.toMatchObject({
    code: 'slot_taken',
  });
  expect(await isFree(db.sql, van, period(0, 24))).toBe(true);
});

test('a shift does not collide with the work in it, and not two shifts with each other', async () => {
  const driver = await resource('driver');
  const hold = (kind: 'shift' | 'booked', from: number, to: number) =>
    db.transaction((tx) =>
      holdSlot(tx, { resource: driver, ...period(from, to), kind, holder: booking }, actor, ctx),
    );
  await hold('shift', 8, 16);
  await hold('booked', 9, 10);
  await expect(hold('shift', 15, 20)).rejects.toMatchObject({ code: 'slot_taken' });
  expect(await isFree(db.sql, driver, period(10, 12))).toBe(true);
  const first = await list(driver, '&limit=1');
  const second = await list(driver, `&limit=1&cursor=${first.json.nextCursor}`);
  expect([...first.json.items, ...second.json.items].map(({ kind }) => kind)).toEqual(['shift', 'booked']);
});

test('200 clients at once over HTTP: no overlap, no deadlock, and every yes is in the book', async () => {
  const vans = await Promise.all(Array.from({ length: 4 }, () => resource()));
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => block(vans[n % 4]!, (n * 7) % 22, ((n * 7) % 22) + 1 + (n % 2))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect(answers.filter(({ status }) => status === 409).every(({ json }) => json.code === 'slot_taken')).toBe(
    true,
  );
  expect(await overlaps(db.sql)).toEqual([]);
  const booked = await Promise.all(vans.map((van) => slotsOf(db.sql, van, period(0, 48))));
  expect(booked.flat()).toHaveLength(answers.filter(({ status }) => status === 201).length);
});
