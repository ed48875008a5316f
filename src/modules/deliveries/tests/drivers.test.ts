import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { north, startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

describe('drivers', () => {
  test('each sees themselves, the office all, customers none', async () => {
    const driver = await fleet.driver({ skills: ['cold_chain'], vehicleKind: 'van' });
    expect(await fleet.expect(200, driver.token, 'GET', `/v1/drivers/${driver.id}`)).toMatchObject({
      state: 'online',
      capacityGrams: 900_000,
    });
    const other = await fleet.driver({}, null);
    await fleet.expect(404, driver.token, 'GET', `/v1/drivers/${other.id}`);
    await fleet.expect(403, await fleet.server.tokenFor('customer'), 'GET', '/v1/drivers');
    await fleet.expect(401, undefined, 'GET', '/v1/drivers');
    expect((await fleet.expect(200, driver.token, 'GET', '/v1/drivers')).items).toHaveLength(1);
    const offline = await fleet.expect(200, fleet.dispatcher, 'GET', '/v1/drivers?state=offline&limit=1');
    expect(offline.items[0].state).toBe('offline');
    await fleet.expect(403, driver.token, 'POST', '/v1/drivers', { name: 'Me again' });
    await fleet.expect(409, fleet.dispatcher, 'POST', '/v1/drivers', { id: driver.id, name: 'Twice' });
  });

  test('breaks, and no end of work with open deliveries', async () => {
    const { delivery, driver } = await fleet.inState('accepted');
    const act = (action: string, status = 200) =>
      fleet.expect(status, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
    expect(await act('goOffline', 409)).toMatchObject({ code: 'driver_has_deliveries' });
    await fleet.act(fleet.dispatcher, delivery.id, 'unassignDriver');
    expect(await act('startBreak')).toMatchObject({ state: 'on_break' });
    expect(await act('startBreak', 409)).toMatchObject({ code: 'illegal_transition' });
    await act('endBreak');
    expect(await act('goOffline')).toMatchObject({ state: 'offline' });
    expect(await act('startBreak', 409)).toMatchObject({ code: 'illegal_transition', state: 'offline' });
    const events = await fleet.server.eventsOf('driver', driver.id);
    expect(events.map(({ action }) => action)).toEqual([
      'create',
      'goOnline',
      'startBreak',
      'endBreak',
      'goOffline',
    ]);
  });

  test('why this driver: each other one with what rules them out', async () => {
    const strong = await fleet.driver({ skills: ['piano'] }, north(3));
    const away = await fleet.driver({ skills: ['piano'], capacityGrams: 1 }, { lat: 40, lng: 0 });
    const made = await fleet.order({ requiredSkills: ['piano'], weightGrams: 5000 });
    const { items } = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      `/v1/deliveries/${made.id}/candidates`,
    );
    expect(items[0]).toMatchObject({ driverId: strong.id, suitable: true, ruledOutBy: [] });
    expect(Math.abs(items[0].approachMeters - 3000)).toBeLessThan(30);
    const out = items.find(({ driverId }: any) => driverId === away.id);
    expect(out.ruledOutBy.map(({ constraint }: any) => constraint)).toEqual(['capacity', 'distance']);
    await fleet.expect(403, strong.token, 'GET', `/v1/deliveries/${made.id}/candidates`);
    expect(
      await fleet.act(fleet.dispatcher, made.id, 'assignDriver', { driverId: away.id }, 409),
    ).toMatchObject({
      code: 'driver_not_available',
    });
    const forced = await fleet.act(fleet.dispatcher, made.id, 'assignDriver', {
      driverId: away.id,
      override: true,
    });
    expect(forced.state).toBe('assigned');
    await fleet.expect(404, fleet.dispatcher, 'GET', `/v1/deliveries/${randomUUID()}/candidates`);
  });
});
