import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const hours = (from: number, to: number) => ({
  plannedFrom: new Date(Date.UTC(2030, 0, 1, from)).toISOString(),
  plannedTo: new Date(Date.UTC(2030, 0, 1, to)).toISOString(),
});
const plan = (body: object, status = 201, token: string | undefined = fleet.dispatcher) =>
  fleet.expect(status, token, 'POST', '/v1/shifts', body);
const act = (token: string, id: string, action: string, status = 200) =>
  fleet.expect(status, token, 'POST', `/v1/shifts/${id}/actions/${action}`, {});

test('neither driver nor vehicle has two shifts at a time, whoever plans them at once', async () => {
  const [a, b] = [await fleet.driver({}, null), await fleet.driver({}, null)];
  const vehicleId = randomUUID();
  await plan({ driverId: a.id, vehicleId, ...hours(8, 12) });
  expect(await plan({ driverId: a.id, ...hours(11, 13) }, 409)).toMatchObject({
    code: 'slot_taken',
    resource: { kind: 'driver', id: a.id },
  });
  expect(await plan({ driverId: b.id, vehicleId, ...hours(11, 13) }, 409)).toMatchObject({
    code: 'slot_taken',
    resource: { kind: 'vehicle', id: vehicleId },
  });
  expect(await plan({ driverId: b.id, ...hours(11, 12) })).toMatchObject({ vehicleId: null });
  const next = await plan({ driverId: b.id, vehicleId, ...hours(12, 14) });
  await act(fleet.dispatcher, next.id, 'cancelShift');
  const race = await Promise.all(
    Array.from({ length: 6 }, () =>
      fleet.call(fleet.dispatcher, 'POST', '/v1/shifts', { driverId: b.id, vehicleId, ...hours(12, 14) }),
    ),
  );
  expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

test('planned by the office only, with times in order', async () => {
  const driver = await fleet.driver({}, null);
  const body = { driverId: driver.id, ...hours(1, 2) };
  await plan(body, 403, driver.token);
  await fleet.expect(401, undefined, 'POST', '/v1/shifts', body);
  await plan({ ...body, ...hours(2, 1) }, 400);
  await plan({ ...body, ...hours(0, 25) }, 400);
  await plan({ ...body, driverId: randomUUID() }, 404);
});

test('starting brings the driver online, ending takes them offline, when all is done', async () => {
  const driver = await fleet.driver({}, null);
  const state = async () => (await fleet.call(driver.token, 'GET', `/v1/drivers/${driver.id}`)).state;
  const shift = await plan({ driverId: driver.id, ...hours(8, 12) });
  const later = await plan({ driverId: driver.id, ...hours(13, 14) });
  const stranger = await fleet.driver({}, null);
  await act(stranger.token, shift.id, 'startShift', 404);
  await fleet.expect(404, stranger.token, 'GET', `/v1/shifts/${shift.id}`);
  expect(await act(driver.token, shift.id, 'startShift')).toMatchObject({
    state: 'active',
    startedAt: expect.any(String),
  });
  expect(await state()).toBe('online');
  expect(await act(driver.token, later.id, 'startShift', 409)).toMatchObject({ code: 'shift_overlaps' });
  await fleet.report(driver, { lat: 47.1, lng: 9.5 });
  const { id } = await fleet.order();
  await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
  expect(await act(driver.token, shift.id, 'endShift', 409)).toMatchObject({ code: 'driver_has_deliveries' });
  await fleet.act(fleet.dispatcher, id, 'unassignDriver');
  await act(driver.token, shift.id, 'endShift');
  expect(await state()).toBe('offline');
  await plan({ driverId: driver.id, ...hours(8, 12) });
  await act(driver.token, later.id, 'startShift');

  const first = await fleet.expect(200, driver.token, 'GET', '/v1/shifts?limit=2');
  expect(first.items[0].id).toBe(shift.id);
  const second = await fleet.expect(
    200,
    driver.token,
    'GET',
    `/v1/shifts?limit=2&cursor=${first.nextCursor}`,
  );
  expect([second.items[0].id, second.nextCursor]).toEqual([later.id, null]);
  const query = `driverId=${driver.id}&state=ended&from=2030-01-01T00:00:00Z&to=2030-01-01T09:00:00Z`;
  expect((await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/shifts?${query}`)).items).toHaveLength(1);
  await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/shifts/${later.id}`);
  const events = await fleet.server.eventsOf('shift', shift.id);
  expect(events.map(({ name }) => name.split('.')[1])).toEqual([
    'shiftPlanned',
    'shiftStarted',
    'shiftEnded',
  ]);
});
