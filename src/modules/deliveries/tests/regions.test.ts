import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
let office: string;
const regions: Record<string, string> = {};
const [north, south] = [
  { lat: 47.5, lng: 9.5 },
  { lat: 46.5, lng: 9.5 },
];
beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'worker'] });
  office = await server.tokenFor('dispatcher');
  for (const [name, center] of Object.entries({ north, south }))
    regions[name] = (
      await server.request('POST', '/v1/regions', {
        token: office,
        body: { name, circle: { center, radiusMeters: 20_000 } },
      })
    ).json.id;
});
afterAll(() => server.stop());

/** A key of somebody who works for the north alone. */
const northern = async () => {
  const permissions = Object.fromEntries(
    ['delivery:read', 'delivery:create', 'delivery:update', 'delivery:cancel', 'driver:read'].map((name) => [
      name,
      'region',
    ]),
  );
  const admin = await server.tokenFor('admin');
  const body = { name: 'north', permissions, regionIds: [regions.north] };
  return (await server.request('POST', '/v1/api-keys', { token: admin, body })).json.secret as string;
};
const order = (token: string, dropoff: object, over: object = {}) =>
  server.request('POST', '/v1/deliveries', {
    token,
    body: { customerId: randomUUID(), pickup: { lat: 47, lng: 9.5 }, dropoff, ...over },
  });

test('a delivery belongs to the region of its drop-off, from its order on and when that is changed', async () => {
  const ordered = await order(office, north);
  expect([ordered.status, ordered.json.regionId]).toEqual([201, regions.north]);
  expect((await order(office, { lat: 40, lng: 9.5 })).json.regionId).toBeNull();
  const moved = await server.request('PATCH', `/v1/deliveries/${ordered.json.id}`, {
    token: office,
    body: { dropoff: south },
  });
  expect(moved.json.regionId).toBe(regions.south);
});

test('who works for a region finds, orders and changes within it, and nothing beyond', async () => {
  const token = await northern();
  const [inside, outside] = [(await order(office, north)).json, (await order(office, south)).json];
  const listed = await server.request('GET', '/v1/deliveries', { token });
  const ids = listed.json.items.map(({ id }: { id: string }) => id);
  expect([ids.includes(inside.id), ids.includes(outside.id)]).toEqual([true, false]);
  expect((await server.request('GET', `/v1/deliveries/${inside.id}`, { token })).status).toBe(200);
  expect((await server.request('GET', `/v1/deliveries/${outside.id}`, { token })).status).toBe(404);
  expect((await order(token, north)).status).toBe(201);
  const beyond = await order(token, south);
  expect([beyond.status, beyond.json.errors[0].field]).toEqual([403, 'dropoff']);
  const away = await server.request('PATCH', `/v1/deliveries/${inside.id}`, {
    token,
    body: { dropoff: south },
  });
  expect(away.status).toBe(403);
  const cancel = (id: string) =>
    server.request('POST', `/v1/deliveries/${id}/actions/cancel`, { token, body: {} });
  expect([(await cancel(inside.id)).status, (await cancel(outside.id)).status]).toEqual([200, 404]);
});

test('shifts are seen of the drivers of one’s regions alone', async () => {
  const token = await northern();
  const shiftOf = async (regionId: string | undefined) => {
    const body = { name: 'Ada', ...(regionId && { regionId }) };
    const driver = await server.request('POST', '/v1/drivers', { token: office, body });
    const from = new Date(Date.now() + 3_600_000);
    const shift = await server.request('POST', '/v1/shifts', {
      token: office,
      body: {
        driverId: driver.json.id,
        plannedFrom: from.toISOString(),
        plannedTo: new Date(from.getTime() + 3_600_000).toISOString(),
      },
    });
    expect(shift.status, shift.text).toBe(201);
    return shift.json.id as string;
  };
  const [inside, outside] = [await shiftOf(regions.north), await shiftOf(regions.south)];
  const { json } = await server.request('GET', '/v1/shifts', { token });
  expect(json.items.map(({ id }: { id: string }) => id)).toEqual([inside]);
  expect((await server.request('GET', `/v1/shifts/${outside}`, { token })).status).toBe(404);
});

test('an import finds the region of each line', async () => {
  const customerId = randomUUID();
  const lines = [north, south].map(({ lat, lng }, index) => `r${index},47,9.5,${lat},${lng}`);
  const file = ['reference,pickup_lat,pickup_lng,dropoff_lat,dropoff_lng', ...lines].join('\n');
  const started = await server.request('POST', `/v1/delivery-imports?dryRun=false&customerId=${customerId}`, {
    token: office,
    body: file,
    headers: { 'content-type': 'text/csv' },
  });
  expect(started.status, started.text).toBeLessThan(300);
  const found = async () =>
    (await server.request('GET', `/v1/deliveries?customerId=${customerId}`, { token: office })).json.items
      .sort((a: any, b: any) => (a.reference < b.reference ? -1 : 1))
      .map(({ regionId }: { regionId: string }) => regionId);
  await expect.poll(found, { timeout: 20_000 }).toEqual([regions.north, regions.south]);
});
