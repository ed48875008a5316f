import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryLifecycle } from '../lifecycle.ts';
import { startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const names = async (id: string) =>
  (await fleet.server.eventsOf('delivery', id)).map(({ name }) => name.replace('deliveries.', ''));

test('from the order to the door, every event in order with both times', async () => {
  const { delivery, driver } = await fleet.inState('arrived');
  const done = await fleet.act(driver.token, delivery.id, 'deliver', {
    receivedBy: 'Maria',
    deviceTime: new Date(Date.now() - 5).toISOString(),
  });
  expect(done).toMatchObject({ state: 'delivered', version: 7, deliveredAt: expect.any(String) });
  const { items } = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}/events`);
  expect(
    items.map(({ name, sequence, fromState, toState }: any) => [name, sequence, fromState, toState]),
  ).toEqual([
    ['deliveries.deliveryCreated', 1, null, 'ready'],
    ['deliveries.driverAssigned', 2, 'ready', 'assigned'],
    ['deliveries.deliveryAccepted', 3, 'assigned', 'accepted'],
    ['deliveries.parcelPickedUp', 4, 'accepted', 'picked_up'],
    ['deliveries.transitStarted', 5, 'picked_up', 'in_transit'],
    ['deliveries.driverArrived', 6, 'in_transit', 'arrived'],
    ['deliveries.deliveryDelivered', 7, 'arrived', 'delivered'],
  ]);
  expect(items.at(-1)).toMatchObject({
    actor: { id: driver.id },
    payload: { receivedBy: 'Maria', onTime: true },
  });
});

describe('the history', () => {
  test('is paged, and shut to others', async () => {
    const { delivery } = await fleet.inState('picked_up');
    const path = `/v1/deliveries/${delivery.id}/events`;
    const first = await fleet.expect(200, fleet.dispatcher, 'GET', `${path}?limit=3`);
    const rest = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      `${path}?limit=3&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...rest.items].map(({ sequence }: any) => sequence)).toEqual([1, 2, 3, 4]);
    expect(rest.nextCursor).toBeNull();
    await fleet.expect(401, undefined, 'GET', path);
    await fleet.expect(404, await fleet.server.tokenFor('driver'), 'GET', path);
  });
});

test('every action that a state does not allow is refused with what is allowed, and changes nothing', async () => {
  const inputs: Record<string, object> = { fail: { reason: 'refused' } };
  const state = { ...(await fleet.inState('accepted')), name: 'accepted' };
  for (const [action, { from, permission }] of Object.entries(deliveryLifecycle.actions)) {
    if (permission === 'system' || from.includes(state.name)) continue;
    const answer = await fleet.act(fleet.dispatcher, state.delivery.id, action, inputs[action] ?? {}, 409);
    expect(answer).toMatchObject({ code: 'illegal_transition', state: state.name });
    expect(answer.allowedActions).toContain('pickUp');
  }
  await fleet.expect(
    404,
    fleet.dispatcher,
    'POST',
    `/v1/deliveries/${state.delivery.id}/actions/expireOffer`,
    {},
  );
  expect(await names(state.delivery.id)).toHaveLength(3);
});

test('who may do what', async () => {
  const { delivery, driver } = await fleet.inState('assigned');
  const other = await fleet.driver();
  const customer = await fleet.server.tokenFor('customer', { partyId: delivery.customerId });
  await fleet.act(undefined as never, delivery.id, 'acceptDelivery', {}, 401);
  await fleet.act(customer, delivery.id, 'acceptDelivery', {}, 403);
  await fleet.act(other.token, delivery.id, 'acceptDelivery', {}, 404);
  await fleet.act(driver.token, delivery.id, 'assignDriver', {}, 403);
  await fleet.act(driver.token, delivery.id, 'cancel', {}, 403);
  await fleet.act(await fleet.server.tokenFor('customer'), delivery.id, 'cancel', {}, 404);
  expect(await fleet.act(customer, delivery.id, 'cancel', { reason: 'Changed my mind' })).toMatchObject({
    state: 'cancelled',
  });
});

describe('device times', () => {
  test.each([
    ['a day behind', -86_400_000],
    ['a day ahead', 86_400_000],
  ])(
    'a phone %s: both times kept, the delivery counted at a time that can be true',
    async (_words, offset) => {
      const { delivery, driver } = await fleet.inState('arrived', {
        windowTo: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const deviceTime = new Date(Date.now() + offset).toISOString();
      const done = await fleet.act(driver.token, delivery.id, 'deliver', { deviceTime });
      expect(Math.abs(Date.parse(done.deliveredAt) - Date.now())).toBeLessThan(60_000);
      const last = (await fleet.server.eventsOf('delivery', delivery.id)).at(-1)!;
      expect(last.deviceTime?.toISOString()).toBe(deviceTime);
      expect(Math.abs(last.serverTime.getTime() - Date.now())).toBeLessThan(60_000);
      expect(last.payload.onTime).toBe(true);
    },
  );
});

describe('tries', () => {
  test('three at most, then it can only go back', async () => {
    const { delivery, driver } = await fleet.inState('in_transit');
    const { id } = delivery;
    for (let tries = 1; tries <= 3; tries++) {
      const failed = await fleet.act(driver.token, id, 'fail', { reason: 'nobody_there', notes: 'Dark' });
      expect(failed).toMatchObject({
        state: 'failed',
        tries,
        exception: 'failed',
        failureReason: 'nobody_there',
      });
      if (tries === 3) break;
      await fleet.act(driver.token, id, 'retry', {}, 403);
      expect(await fleet.act(fleet.dispatcher, id, 'retry')).toMatchObject({
        state: 'ready',
        driverId: null,
        exception: null,
      });
      await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
      await fleet.act(driver.token, id, 'pickUp');
      await fleet.act(driver.token, id, 'startTransit');
    }
    expect(await fleet.act(fleet.dispatcher, id, 'retry', {}, 409)).toMatchObject({ code: 'no_tries_left' });
    expect(await fleet.act(fleet.dispatcher, id, 'startReturn')).toMatchObject({
      state: 'returning',
      exception: null,
    });
    expect(await fleet.act(driver.token, id, 'confirmReturn')).toMatchObject({ state: 'returned' });
    expect((await names(id)).slice(-3)).toEqual(['deliveryFailed', 'returnStarted', 'parcelReturned']);
  });
});
