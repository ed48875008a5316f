import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const names = async (id: string) =>
  (await fleet.server.eventsOf('delivery', id)).map(({ name }) => name.replace('deliveries.', ''));

describe('races', () => {
  test('two dispatchers assign at once: one wins, the other hears the state', async () => {
    const [a, b] = [await fleet.driver(), await fleet.driver()];
    const made = await fleet.order();
    const answers = await Promise.all(
      [a, b].map(({ id }) =>
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${made.id}/actions/assignDriver`, {
          driverId: id,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      code: 'illegal_transition',
      state: 'assigned',
    });
    expect(await names(made.id)).toEqual(['deliveryCreated', 'driverAssigned']);
  });

  test('a driver accepts what was cancelled a second ago', async () => {
    const { delivery, driver } = await fleet.inState('assigned');
    await fleet.act(fleet.dispatcher, delivery.id, 'cancel');
    expect(await fleet.act(driver.token, delivery.id, 'acceptDelivery', {}, 409)).toMatchObject({
      detail: 'acceptDelivery is not possible while the delivery is cancelled.',
      state: 'cancelled',
      allowedActions: [],
    });
  });

  test('accept and cancel at once: one order of the two', async () => {
    for (let round = 0; round < 5; round++) {
      const { delivery, driver } = await fleet.inState('assigned');
      const [accepted, cancelled] = await Promise.all([
        fleet.call(driver.token, 'POST', `/v1/deliveries/${delivery.id}/actions/acceptDelivery`, {}),
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${delivery.id}/actions/cancel`, {}),
      ]);
      expect(cancelled.status).toBe(200);
      expect([200, 409]).toContain(accepted.status);
      const expected =
        accepted.status === 200 ? ['deliveryAccepted', 'deliveryCancelled'] : ['deliveryCancelled'];
      expect((await names(delivery.id)).slice(2)).toEqual(expected);
    }
  });

  test('a driver with one free place is given one of two deliveries', async () => {
    const driver = await fleet.driver({ capacityGrams: 1000 });
    const orders = [await fleet.order({ weightGrams: 800 }), await fleet.order({ weightGrams: 800 })];
    const answers = await Promise.all(
      orders.map(({ id }) =>
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${id}/actions/assignDriver`, {
          driverId: driver.id,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      code: 'driver_not_available',
      ruledOutBy: [{ constraint: 'capacity' }],
    });
  });

  test('ending work and accepting at once never leave an offline driver with work', async () => {
    for (let round = 0; round < 5; round++) {
      const { delivery, driver } = await fleet.inState('assigned');
      const [accepted, ended] = await Promise.all([
        fleet.call(driver.token, 'POST', `/v1/deliveries/${delivery.id}/actions/acceptDelivery`, {}),
        fleet.call(driver.token, 'POST', `/v1/drivers/${driver.id}/actions/goOffline`, {}),
      ]);
      expect([accepted.status, ended.status].sort()).toEqual([200, 409]);
    }
  });

  test('a break and new work at once: one order of the two, and the end of the break knows what is held', async () => {
    const states = new Set<string>();
    for (let round = 0; round < 10; round++) {
      const driver = await fleet.driver();
      const { id } = await fleet.order();
      const work = (action: string) =>
        fleet.call(driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
      const given = { driverId: driver.id, accept: true };
      const assigning = fleet.call(
        fleet.dispatcher,
        'POST',
        `/v1/deliveries/${id}/actions/assignDriver`,
        given,
      );
      // From both at once to one after the other.
      await (round < 9 ? setTimeout(round * 3) : assigning);
      const [rests, assigned] = await Promise.all([work('startBreak'), assigning]);
      expect(rests.status).toBe(200);
      expect([200, 409]).toContain(assigned.status);
      const { state } = await work('endBreak');
      expect(state).toBe(assigned.status === 200 ? 'busy' : 'online');
      states.add(state);
    }
    expect(states).toContain('busy');
  });

  test('the version seen counts for actions as well', async () => {
    const made = await fleet.order();
    const path = `/v1/deliveries/${made.id}/actions/cancel`;
    await fleet.expect(412, fleet.dispatcher, 'POST', path, {}, { 'if-match': '"v9"' });
    await fleet.expect(200, fleet.dispatcher, 'POST', path, {}, { 'if-match': '"v1"' });
  });
});
