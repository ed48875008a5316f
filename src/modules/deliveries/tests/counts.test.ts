import { afterAll, beforeAll, expect, test } from 'vitest';
import { north, startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ roles: ['api', 'worker'] });
});
afterAll(() => fleet.stop());

const counts = async (token: string | undefined, status = 200) => {
  const answer = await fleet.expect(status, token, 'GET', '/v1/delivery-counts');
  const items: { state: string; count: number }[] = answer.items ?? [];
  return Object.fromEntries(items.map(({ state, count }) => [state, count]));
};

test('the office counts every state, others what is theirs and not over, guests nothing', async () => {
  expect(await counts(undefined, 401)).toEqual({});
  const { delivery, driver } = await fleet.inState('in_transit');
  await fleet.order();
  const cancelled = await fleet.order({ dropoff: north(3) });
  await fleet.act(fleet.dispatcher, cancelled.id, 'cancel');
  await expect
    .poll(() => counts(fleet.dispatcher))
    .toEqual({
      draft: 0,
      ready: 1,
      assigned: 0,
      accepted: 0,
      picked_up: 0,
      in_transit: 1,
      arrived: 0,
      delivered: 0,
      cancelled: 1,
      failed: 0,
      returning: 0,
      returned: 0,
    });
  const own = await counts(driver.token);
  expect(own).toMatchObject({ in_transit: 1, ready: 0 });
  expect(Object.keys(own)).not.toContain('cancelled');
  await fleet.act(driver.token, delivery.id, 'arrive');
  await fleet.act(driver.token, delivery.id, 'deliver');
  expect(Object.values(await counts(driver.token)).every((count) => count === 0)).toBe(true);
});
