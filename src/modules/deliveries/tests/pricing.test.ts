import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { north, startFleet, vaduz, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const area = {
  type: 'Polygon',
  coordinates: [
    [
      [9.4, 47],
      [9.7, 47],
      [9.7, 47.3],
      [9.4, 47.3],
      [9.4, 47],
    ],
  ],
};
const terms = {
  currency: 'CHF',
  baseMinor: 500,
  perKilometerMinor: 100,
  perKilogramMinor: 0,
  perStopMinor: 0,
  minimumMinor: 0,
  surcharges: [],
  timeZone: 'Europe/Vaduz',
};
const post = (status: number, token: string | undefined, path: string, body: object) =>
  fleet.expect(status, token, 'POST', path, body);

test('zones: drawn, found by a point, changed by version, removed', async () => {
  const { dispatcher } = fleet;
  const zone = await post(201, dispatcher, '/v1/delivery-zones', { name: 'Valley', area, priority: 2 });
  const all = await post(201, dispatcher, '/v1/delivery-zones', { name: 'Everywhere', area });
  const here = await fleet.expect(200, dispatcher, 'GET', '/v1/delivery-zones?lat=47.14&lng=9.52');
  expect(here.items.map(({ name }: any) => name)).toEqual(['Valley', 'Everywhere']);
  expect((await fleet.call(dispatcher, 'GET', '/v1/delivery-zones?lat=48&lng=9.52')).items).toEqual([]);
  await fleet.expect(400, dispatcher, 'GET', '/v1/delivery-zones?lat=48');
  const path = `/v1/delivery-zones/${zone.id}`;
  await fleet.expect(200, dispatcher, 'PATCH', path, { name: 'Rhine valley' }, { 'if-match': '"v1"' });
  await fleet.expect(412, dispatcher, 'PATCH', path, { name: 'x' }, { 'if-match': '"v1"' });
  const open = { ...area, coordinates: [[...area.coordinates[0]!.slice(0, 4), [1, 1]]] };
  await post(400, dispatcher, '/v1/delivery-zones', { name: 'Open', area: open });
  await post(403, await fleet.server.tokenFor('customer'), '/v1/delivery-zones', { name: 'Mine', area });
  await post(401, undefined, '/v1/delivery-zones', { name: 'Mine', area });
  await fleet.expect(204, dispatcher, 'DELETE', path);
  await fleet.expect(404, dispatcher, 'DELETE', path);
  const page = await fleet.expect(200, dispatcher, 'GET', '/v1/delivery-zones?limit=1');
  expect(page.items.map(({ id }: any) => id)).toEqual([all.id]);
  const events = await fleet.server.eventsOf('delivery_zone', zone.id);
  expect(events.map(({ name, sequence }) => [name.split('.')[1], sequence])).toEqual([
    ['zoneCreated', 1],
    ['zoneChanged', 2],
    ['zoneRemoved', 3],
  ]);
});

test('a quote by the rate of the zone, replayable after the rate changed; ordered at its price, once', async () => {
  const { dispatcher } = fleet;
  const partyId = randomUUID();
  const customer = await fleet.server.tokenFor('customer', { partyId });
  const ask = { pickup: vaduz, dropoff: north(2), weightGrams: 3000 };
  expect(await post(409, customer, '/v1/delivery-quotes', ask)).toMatchObject({ code: 'no_rate' });
  const everywhere = await post(201, dispatcher, '/v1/delivery-rates', { name: 'Everywhere', terms });
  const zone = await post(201, dispatcher, '/v1/delivery-zones', { name: 'Valley', area });
  const valley = await post(201, dispatcher, '/v1/delivery-rates', {
    name: 'Valley',
    zoneId: zone.id,
    terms: { ...terms, baseMinor: 700 },
  });
  const quote = await post(201, customer, '/v1/delivery-quotes', ask);
  expect(quote).toMatchObject({ rateId: valley.id, rateVersion: 1, customerId: partyId });
  expect(quote.inputs.distanceFrom).toBe('straight line');
  expect(quote.lines.map(({ kind }: any) => kind)).toEqual(['base', 'distance']);
  expect(quote.total.amountMinor).toBe(700 + Math.round(quote.inputs.distanceMeters / 10));
  const far = await post(201, customer, '/v1/delivery-quotes', { ...ask, dropoff: { lat: 46, lng: 8 } });
  expect(far.rateId).toBe(everywhere.id);

  const path = `/v1/delivery-rates/${valley.id}`;
  const next = { name: 'Valley', zoneId: zone.id, terms: { ...terms, baseMinor: 999 } };
  await fleet.expect(200, dispatcher, 'PUT', path, next, { 'if-match': '"v1"' });
  await fleet.expect(412, dispatcher, 'PUT', path, next, { 'if-match': '"v1"' });
  expect((await fleet.expect(200, dispatcher, 'GET', `${path}?version=1`)).terms.baseMinor).toBe(700);
  expect((await fleet.expect(200, dispatcher, 'GET', path)).version).toBe(2);
  const again = await fleet.expect(200, customer, 'GET', `/v1/delivery-quotes/${quote.id}`);
  expect(again.replay).toEqual({ same: true, totalMinor: quote.total.amountMinor });
  const rates = await fleet.expect(200, dispatcher, 'GET', '/v1/delivery-rates');
  expect(rates.items.map(({ name, version }: any) => [name, version])).toEqual([
    ['Everywhere', 1],
    ['Valley', 2],
  ]);
  await fleet.expect(403, customer, 'GET', '/v1/delivery-rates');
  await fleet.expect(404, await fleet.server.tokenFor('customer'), 'GET', `/v1/delivery-quotes/${quote.id}`);

  const order = { pickup: vaduz, dropoff: north(2), weightGrams: 3000, quoteId: quote.id };
  const refused = (over: object) => post(409, customer, '/v1/deliveries', { ...order, ...over });
  expect(await refused({ dropoff: north(9) })).toMatchObject({ code: 'quote_not_usable' });
  await refused({ weightGrams: 3001 });
  await post(409, await fleet.server.tokenFor('customer'), '/v1/deliveries', order);
  const race = await Promise.all([1, 2, 3].map(() => fleet.call(customer, 'POST', '/v1/deliveries', order)));
  expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const made = race.find(({ status }) => status === 201);
  expect(made.price).toEqual(quote.total);
  expect((await fleet.call(customer, 'GET', `/v1/delivery-quotes/${quote.id}`)).deliveryId).toBe(made.id);
});
