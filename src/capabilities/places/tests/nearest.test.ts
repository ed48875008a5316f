import { afterAll, expect, test } from 'vitest';
import { distanceMeters } from '../../../platform/geo/distance.ts';
import { seededRng } from '../../../platform/ports/rng.ts';
import { startTestServer } from '../../../roles/testing.ts';

const server = await startTestServer();
afterAll(() => server.stop());
const token = await server.tokenFor('dispatcher');

/** Points all over the earth, most of them where flat maps break. */
const rng = seededRng(7);
const between = (min: number, max: number) => Math.round((min + rng.float() * (max - min)) * 1e6) / 1e6;
const points = Array.from({ length: 3000 }, (_, index) => {
  if (index % 3 === 0) return { lat: between(-90, 90), lng: between(-180, 180) };
  if (index % 3 === 1) return { lat: between(-60, 60), lng: Math.sign(between(-1, 1)) * between(179, 180) };
  return { lat: Math.sign(between(-1, 1)) * between(88, 90), lng: between(-180, 180) };
});
const csv = `lat,lng,reference\n${points.map(({ lat, lng }, index) => `${lat},${lng},r${index}`).join('\n')}`;
const imported = await server.request('POST', '/v1/place-imports?dryRun=false', {
  token,
  body: csv,
  headers: { 'content-type': 'text/csv' },
});

test.each([
  ['in the open', { lat: 47.14, lng: 9.52 }],
  ['at the antimeridian from the east', { lat: 12, lng: 179.99 }],
  ['at the antimeridian from the west', { lat: -33, lng: -180 }],
  ['beside the north pole', { lat: 89.9, lng: 45 }],
  ['on the south pole', { lat: -90, lng: 0 }],
])('the nearest over the ground, %s', async (_, from) => {
  expect(imported.json).toMatchObject({ imported: true, created: 3000 });
  const expected = points
    .map((point, index) => ({ reference: `r${index}`, meters: distanceMeters(from, point) }))
    .sort((a, b) => a.meters - b.meters)
    .slice(0, 25);
  const near = async (more: string) =>
    (await server.request('GET', `/v1/places/nearest?lat=${from.lat}&lng=${from.lng}${more}`, { token })).json
      .items;
  const found = await near('&limit=25');
  expect(found.map(({ reference }: { reference: string }) => reference)).toEqual(
    expected.map(({ reference }) => reference),
  );
  for (const [index, { meters }] of expected.entries())
    expect(Math.abs(found[index].distanceMeters - meters)).toBeLessThan(0.2);
  const radius = Math.round((expected[9]!.meters + expected[10]!.meters) / 2);
  expect(await near(`&limit=100&maxDistanceMeters=${radius}`)).toHaveLength(10);
});

test('the whole globe is within its half circumference, and out of range is refused', async () => {
  const all = await server.request(
    'GET',
    '/v1/places/nearest?lat=0&lng=0&maxDistanceMeters=20037509&limit=100',
    { token },
  );
  expect(all.json.items).toHaveLength(100);
  const wrong = await server.request('GET', '/v1/places/nearest?lat=91&lng=181', { token });
  expect(wrong.json.errors.map(({ field }: { field: string }) => field)).toEqual(['lat', 'lng']);
});

test('served by the index', async () => {
  await server.database.sql`vacuum analyze places.places`;
  const plan = await server.database.sql`
    explain select id from places.places where archived_at is null
    order by position <-> cube(array[1, 0, 0]::float8[]) limit 10`;
  expect(JSON.stringify(plan)).toContain('places_nearest');
});
