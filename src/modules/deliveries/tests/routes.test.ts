import { afterAll, beforeAll, expect, test } from 'vitest';
import { north, startFleet, vaduz, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const post = (token: string | undefined, path: string, body: object = {}, status = 200) =>
  fleet.expect(status, token, 'POST', path, body);
const named = (stops: any[]) => stops.map(({ deliveryId, kind }) => ({ deliveryId, kind }));

/** A driver at the pick-up with parcels on board for so many kilometers north. */
async function loaded(...kilometers: number[]) {
  const driver = await fleet.driver();
  const ids: string[] = [];
  for (const distance of kilometers) {
    const { id } = await fleet.order({ dropoff: north(distance) });
    await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
    await fleet.act(driver.token, id, 'pickUp');
    ids.push(id);
  }
  return { driver, ids };
}

test('a preview changes nothing; committed, the driver sees it, and what they saw is not moved', async () => {
  const { driver, ids } = await loaded(9, 3, 6);
  const [nine, three, six] = ids;
  const base = `/v1/drivers/${driver.id}`;
  const preview = await post(fleet.dispatcher, `${base}/route-previews`);
  expect(preview.proposed.stops.map(({ deliveryId }: any) => deliveryId)).toEqual([three, six, nine]);
  expect(preview).toMatchObject({
    present: null,
    proposed: { distancesFrom: 'straight line', lateSeconds: 0 },
  });
  expect(Math.abs(preview.proposed.distanceMeters - 9000 * 1.3)).toBeLessThan(60);
  const before = await fleet.expect(200, driver.token, 'GET', `${base}/route`);
  expect(before.items.map(({ position }: any) => position)).toEqual([null, null, null]);

  const committed = await post(fleet.dispatcher, `${base}/routes`, { stops: named(preview.proposed.stops) });
  expect(committed.stops.map(({ position }: any) => position)).toEqual([1, 2, 3]);
  const seen = await post(driver.token, `${base}/route/actions/markSeen`);
  expect(seen.items).toMatchObject([
    { deliveryId: three, kind: 'dropoff', seen: true, position: 1, etaAt: expect.any(String) },
    { deliveryId: six, seen: true },
    { deliveryId: nine, seen: true },
  ]);
  expect(await fleet.call(driver.token, 'GET', `/v1/deliveries/${six}`)).toMatchObject({
    routePosition: 2,
    etaAt: seen.items[1].etaAt,
  });

  const { id: near } = await fleet.order({ pickup: north(1), dropoff: north(2) });
  await fleet.act(fleet.dispatcher, near, 'assignDriver', { driverId: driver.id, accept: true });
  const again = await post(fleet.dispatcher, `${base}/route-previews`, { start: vaduz });
  expect(named(again.proposed.stops)).toEqual([
    { deliveryId: three, kind: 'dropoff' },
    { deliveryId: six, kind: 'dropoff' },
    { deliveryId: nine, kind: 'dropoff' },
    { deliveryId: near, kind: 'pickup' },
    { deliveryId: near, kind: 'dropoff' },
  ]);
  const wanted = named(again.proposed.stops);
  const refuse = async (stops: object[]) =>
    (await post(fleet.dispatcher, `${base}/routes`, { stops }, 409)).detail as string;
  const [a, b, c, d, e] = wanted as [object, object, object, object, object];
  expect(await refuse([d, e, a, b, c])).toMatch(/has seen another stop/);
  expect(await refuse([a, b, c, e, d])).toMatch(/before it is picked up/);
  expect(await refuse([a, b, c, d])).toMatch(/1 open stops of the driver are missing/);
  expect(await refuse([a, b, c, d, d])).toMatch(/twice/);
  expect(await refuse([a, b, c, d, { deliveryId: driver.id, kind: 'dropoff' }])).toMatch(/not an open stop/);
  await post(fleet.dispatcher, `${base}/routes`, { stops: wanted });

  const history = await fleet.server.eventsOf('delivery', six!);
  expect(history.map(({ sequence }) => sequence)).toEqual(history.map((_, index) => index + 1));
  expect(history.at(-1)).toMatchObject({ name: 'deliveries.deliveryPlanned', payload: { routePosition: 2 } });
  const events = await fleet.server.eventsOf('driver', driver.id);
  expect(events.map(({ action }) => action).slice(-3)).toEqual([
    'commitRoute',
    'markRouteSeen',
    'commitRoute',
  ]);
});

test('a promise counts more than the way', async () => {
  const { driver, ids } = await loaded(2);
  const soon = new Date(Date.now() + 1200_000).toISOString();
  const { id } = await fleet.order({ dropoff: north(9), windowTo: soon });
  await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
  await fleet.act(driver.token, id, 'pickUp');
  const { proposed } = await post(fleet.dispatcher, `/v1/drivers/${driver.id}/route-previews`);
  expect(proposed.lateSeconds).toBe(0);
  expect(named(proposed.stops).length).toBe(2);
  expect(ids).toHaveLength(1);
});

test('nothing open, nobody known, and who may', async () => {
  const driver = await fleet.driver();
  const base = `/v1/drivers/${driver.id}`;
  expect(await post(fleet.dispatcher, `${base}/route-previews`)).toMatchObject({
    proposed: null,
    present: null,
  });
  expect((await fleet.expect(200, driver.token, 'GET', `${base}/route`)).items).toEqual([]);
  await post(undefined, `${base}/route-previews`, {}, 401);
  await post(driver.token, `${base}/route-previews`, {}, 403);
  await post(driver.token, `${base}/routes`, { stops: [{ deliveryId: driver.id, kind: 'pickup' }] }, 403);
  const other = await fleet.driver();
  await fleet.expect(404, other.token, 'GET', `${base}/route`);
  await post(other.token, `${base}/route/actions/markSeen`, {}, 404);
  await fleet.expect(403, await fleet.server.tokenFor('customer'), 'GET', `${base}/route`);
});

test('days of many drivers say what their previews and their finished deliveries say', async () => {
  const [planned, free, idle] = [await loaded(9, 3, 6), await loaded(5, 2), await fleet.driver()];
  const first = planned.ids[1] as string;
  const asked = [planned.driver.id, free.driver.id, idle.id].sort();
  const days = async (token: string, query = '') => {
    const { items } = await fleet.expect(
      200,
      token,
      'GET',
      `/v1/driver-days?driverId=${asked.join()}${query}`,
    );
    return new Map<string, any>(items.map((day: any) => [day.driverId, day]));
  };
  const before = await days(fleet.dispatcher);
  expect([...before.keys()]).toEqual(asked);
  expect(before.get(idle.id)).toEqual({ driverId: idle.id, route: null, committed: false, finished: [] });
  expect(named(before.get(planned.driver.id).route.stops)).toEqual(
    [3, 6, 9].map((kilometer) => ({
      deliveryId: planned.ids[[9, 3, 6].indexOf(kilometer)],
      kind: 'dropoff',
    })),
  );
  expect(before.get(planned.driver.id).committed).toBe(false);

  // Another order than the one that would be proposed.
  const stops = planned.ids.map((deliveryId) => ({ deliveryId, kind: 'dropoff' }));
  await post(fleet.dispatcher, `/v1/drivers/${planned.driver.id}/routes`, { stops });
  await fleet.act(planned.driver.token, first, 'startTransit');
  await fleet.act(planned.driver.token, first, 'arrive');
  await fleet.act(planned.driver.token, first, 'fail', { reason: 'nobody_there' });
  const after = await days(fleet.dispatcher);
  const day = after.get(planned.driver.id);
  const left = stops.filter(({ deliveryId }) => deliveryId !== first);
  expect([day.committed, named(day.route.stops)]).toEqual([true, left]);
  expect(day.finished).toMatchObject([{ deliveryId: first, state: 'failed' }]);
  for (const { driver } of [planned, free]) {
    const preview = await post(fleet.dispatcher, `/v1/drivers/${driver.id}/route-previews`);
    const { route } = after.get(driver.id);
    const { stops: expected, ...sums } = preview.present ?? preview.proposed;
    expect([named(route.stops), { ...route, stops: [] }]).toEqual([named(expected), { ...sums, stops: [] }]);
  }
  const soon = new Date(Date.now() + 60_000).toISOString();
  expect((await days(fleet.dispatcher, `&since=${soon}`)).get(planned.driver.id).finished).toEqual([]);

  expect([...(await days(idle.token)).keys()]).toEqual([idle.id]);
  await fleet.expect(403, await fleet.server.tokenFor('customer'), 'GET', '/v1/driver-days');
  await fleet.expect(401, undefined, 'GET', '/v1/driver-days');
  await fleet.expect(400, fleet.dispatcher, 'GET', '/v1/driver-days?limit=101');
  await fleet.expect(400, fleet.dispatcher, 'GET', '/v1/driver-days?driverId=me');
});

test('pages of days follow each other without a gap', async () => {
  const ids = (await fleet.expect(200, fleet.dispatcher, 'GET', '/v1/drivers?limit=200')).items.map(
    ({ id }: any) => id,
  );
  const found: string[] = [];
  let cursor = '';
  do {
    const path = `/v1/driver-days?limit=3${cursor && `&cursor=${cursor}`}`;
    const page = await fleet.expect(200, fleet.dispatcher, 'GET', path);
    found.push(...page.items.map(({ driverId }: any) => driverId));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  expect(found).toEqual(ids);
});

test('two commits at once leave one whole route', async () => {
  const { driver, ids } = await loaded(1, 2, 3);
  const stops = ids.map((deliveryId) => ({ deliveryId, kind: 'dropoff' }));
  const base = `/v1/drivers/${driver.id}`;
  await Promise.all([
    post(fleet.dispatcher, `${base}/routes`, { stops }),
    post(fleet.dispatcher, `${base}/routes`, { stops: stops.toReversed() }),
  ]);
  const { items } = await fleet.call(driver.token, 'GET', `${base}/route`);
  const order = items.map(({ deliveryId }: any) => deliveryId);
  expect([ids, ids.toReversed()]).toContainEqual(order);
  expect(items.map(({ position }: any) => position)).toEqual([1, 2, 3]);
});
