import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { requirePlace } from '../api.ts';

const server = await startTestServer();
afterAll(() => server.stop());
const { request, tokenFor } = server;
const office = await tokenFor('dispatcher');

const create = async (body: object, token = office) =>
  (await request('POST', '/v1/places', { token, body: { lat: 47.1, lng: 9.5, ...body } })).json;
const listed = async (query: string, token = office): Promise<string[]> =>
  (await request('GET', `/v1/places?${query}`, { token })).json.items.map(
    ({ street, houseNumber }: { street: string; houseNumber: string }) =>
      [street, houseNumber].filter(Boolean).join(' '),
  );

test('a guest, a wrong role and a wrong party get nothing; the right party does', async () => {
  const partyId = randomUUID();
  const company = randomUUID();
  const customer = await tokenFor('customer', { partyId, companyIds: [company] });
  const mine = await create({ street: 'Meine', city: 'Vaduz' }, customer);
  expect(mine.partyId).toBe(partyId);
  expect((await create({ street: 'Firma', city: 'Vaduz', partyId: company }, customer)).partyId).toBe(
    company,
  );
  const stranger = await tokenFor('customer');
  const path = `/v1/places/${mine.id}`;
  const answers = await Promise.all([
    request('GET', path),
    request('GET', path, { token: stranger }),
    request('PATCH', path, { token: stranger, body: { city: 'X' } }),
    request('POST', `${path}/actions/archive`, { token: stranger }),
    request('POST', '/v1/places', { token: stranger, body: { lat: 1, lng: 1, partyId } }),
    request('POST', '/v1/places', { token: await tokenFor('driver'), body: { lat: 1, lng: 1 } }),
    request('GET', path, { token: customer }),
    request('GET', path, { token: office }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 404, 403, 403, 200, 200]);
  expect(await listed('', customer)).toEqual(['Meine', 'Firma']);
  expect(await listed('', stranger)).toEqual([]);
  const near = await request('GET', '/v1/places/nearest?lat=47.1&lng=9.5', { token: stranger });
  expect(near.json.items).toEqual([]);
});

test('a change keeps to its version, moves the region along, and is told', async () => {
  const made = await request('POST', '/v1/regions', {
    token: office,
    body: { name: 'Triesen', circle: { center: { lat: 47.2, lng: 9.6 }, radiusMeters: 500 } },
  });
  const { id } = await create({ street: 'Gasse', houseNumber: '1' });
  const patch = (body: object, headers = {}) =>
    request('PATCH', `/v1/places/${id}`, { token: office, body, headers });
  const moved = await patch({ lat: 47.2, lng: 9.6 }, { 'if-match': '"v1"' });
  expect(moved.json).toMatchObject({ version: 2, regionId: made.json.id });
  expect((await patch({ city: 'Late' }, { 'if-match': '"v1"' })).status).toBe(412);
  expect((await patch({ lat: 47 })).json.errors).toEqual([
    { field: 'lng', reason: 'must be given together with lat' },
  ]);
  expect((await patch({ houseNumber: '1' })).json.version).toBe(2);
  await request('POST', `/v1/places/${id}/actions/archive`, { token: office });
  expect((await patch({ city: 'X' })).json.code).toBe('place_archived');
  await expect(requirePlace(server.ctx.db.sql, id)).rejects.toMatchObject({ code: 'place_archived' });
  const events = await server.eventsOf('place', id);
  expect(events.map(({ name, payload }) => [name, payload])).toEqual([
    ['places.placeCreated', { partyId: null, regionId: null }],
    ['places.placeChanged', { changed: ['lat', 'lng'] }],
    ['places.placeArchived', {}],
  ]);
});

test('found by words in any order, by the beginnings of words, and with a typing mistake', async () => {
  await create({ street: 'Äulestrasse', houseNumber: '51', postcode: '9490', city: 'Vaduz' });
  await create({ street: 'Äulestrasse', houseNumber: '5', postcode: '9490', city: 'Vaduz' });
  await create({ street: 'Landstrasse', houseNumber: '51', postcode: '9494', city: 'Schaan' });
  expect(await listed('q=zermatt')).toEqual([]);
  expect(await listed('q=vaduz%20äule%2051')).toEqual(['Äulestrasse 51']);
  expect(await listed('q=9490%20äule')).toHaveLength(2);
  expect((await listed('q=äule%205'))[0]).toBe('Äulestrasse 5');
  expect(await listed('q=äulestrase')).toHaveLength(2);
  expect(await listed('q=landtrase')).toEqual(['Landstrasse 51']);
  const typo = await request('GET', '/v1/places?q=äulestrase&limit=1', { token: office });
  const more = `/v1/places?q=äulestrase&limit=1&cursor=${typo.json.nextCursor}`;
  expect((await request('GET', more, { token: office })).json).toMatchObject({
    items: [{}],
    nextCursor: null,
  });
  expect(typo.json.items[0].street).toBe('Äulestrasse');
  expect(await listed('q=schaan&postcode=9490')).toEqual([]);
  expect(await listed(`q=${encodeURIComponent("' & | ! :* (")}`)).toEqual([]);
  const first = await request('GET', '/v1/places?q=strasse&limit=2', { token: office });
  const second = await request('GET', `/v1/places?q=strasse&limit=2&cursor=${first.json.nextCursor}`, {
    token: office,
  });
  const ids = [...first.json.items, ...second.json.items].map(({ id }) => id);
  expect([ids.length, new Set(ids).size, second.json.nextCursor]).toEqual([3, 3, null]);
});

test('found in a box, also one over the antimeridian', async () => {
  await create({ street: 'West', lat: -17, lng: -179.9 });
  await create({ street: 'East', lat: -17, lng: 179.9 });
  await create({ street: 'Far', lat: -17, lng: 170 });
  expect(await listed('bbox=179,-18,-179,-16')).toEqual(['West', 'East']);
  expect(await listed('bbox=160,-18,180,-16')).toEqual(['East', 'Far']);
  expect((await request('GET', '/v1/places?bbox=1,9,2,3', { token: office })).status).toBe(400);
});

test('places belong to the smallest region around them, also when it is drawn later or anew', async () => {
  const square = (size: number) => [
    { lat: 10, lng: 20 },
    { lat: 10, lng: 20 + size },
    { lat: 10 + size, lng: 20 + size },
    { lat: 10 + size, lng: 20 },
  ];
  const post = async (body: object) => request('POST', '/v1/regions', { token: office, body });
  const { id } = await create({ lat: 10.05, lng: 20.05 });
  const regionOf = async () => (await request('GET', `/v1/places/${id}`, { token: office })).json.regionId;
  const large = await post({ name: 'Large', polygon: square(1) });
  expect(large.json.areaSquareMeters).toBeGreaterThan(1.2e10);
  expect(await regionOf()).toBe(large.json.id);
  const small = await post({ name: 'Small', polygon: square(0.1) });
  expect(await regionOf()).toBe(small.json.id);
  const path = `/v1/regions/${small.json.id}`;
  const redrawn = await request('PATCH', path, {
    token: office,
    body: { polygon: square(0.01) },
    headers: { 'if-match': '"v1"' },
  });
  expect([redrawn.json.version, await regionOf()]).toEqual([2, large.json.id]);
  expect((await request('PATCH', path, { token: office, body: { name: 'large' } })).json.code).toBe(
    'region_exists',
  );
  expect(
    (await request('PATCH', path, { token: await tokenFor('driver'), body: { name: 'x' } })).status,
  ).toBe(403);
  expect((await post({ name: 'small', polygon: square(1) })).json.code).toBe('region_exists');
  expect((await request('GET', path, { token: office })).json.polygon).toHaveLength(4);
  expect((await request('GET', `/v1/regions/${randomUUID()}`, { token: office })).status).toBe(404);
  const all = await request('GET', '/v1/regions?limit=1', { token: office });
  expect(all.json.nextCursor).not.toBeNull();
  expect(await listed(`regionId=${large.json.id}`)).toHaveLength(1);
  const events = await server.eventsOf('region', small.json.id);
  expect(events.map(({ payload }) => payload)).toEqual([
    { name: 'Small', places: 1 },
    { name: 'Small', places: 1 },
  ]);
});

test.each([
  [
    {
      polygon: [
        { lat: 0, lng: 179 },
        { lat: 1, lng: -179 },
        { lat: 2, lng: 178 },
      ],
    },
    'antimeridian',
  ],
  [{ circle: { center: { lat: 0, lng: 179.99 }, radiusMeters: 50_000 } }, 'antimeridian'],
  [{ circle: { center: { lat: 89.9, lng: 0 }, radiusMeters: 50_000 } }, 'pole'],
  [
    {
      polygon: [
        { lat: 0, lng: 0 },
        { lat: 0, lng: 1 },
        { lat: 0, lng: 2 },
      ],
    },
    'no area',
  ],
  [
    {
      polygon: [
        { lat: 0, lng: 0 },
        { lat: 1, lng: 2 },
        { lat: 1, lng: 0 },
        { lat: 0, lng: 3 },
      ],
    },
    'cross',
  ],
])('a region that cannot be used is refused: %j', async (shape, word) => {
  const { status, json } = await request('POST', '/v1/regions', {
    token: office,
    body: { name: 'R', ...shape },
  });
  expect([status, json.code]).toEqual([400, 'region_not_supported']);
  expect(json.detail).toContain(word);
});
