import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { afterAll, expect, test } from 'vitest';
import { systemActor } from '../../../platform/auth/actor.ts';
import { startTestServer } from '../../../roles/testing.ts';
import { importPlaces } from '../api.ts';

const server = await startTestServer({ settings: { CARAVAN_PLACES_IMPORT_LIMIT_BYTES: '20000' } });
afterAll(() => server.stop());
const { request, tokenFor } = server;
const office = await tokenFor('dispatcher');

const send = (body: string | Uint8Array, query = '', token = office) =>
  request('POST', `/v1/place-imports${query}`, {
    token,
    body,
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  });
const count = async (reference: string) =>
  (await request('GET', `/v1/places?reference=${reference}`, { token: office })).json.items.length;

test('nothing is imported until asked, and then once', async () => {
  const file =
    'Breitengrad;Längengrad;Straße;Hausnummer;PLZ;Ort;Referenz\r\n47,14;9,52;Städtle;23;9490;Vaduz;R1\r\n47,15;9,53;Äule;;;Vaduz;R2\r\n';
  const expected = { lines: 2, wrong: 0, withoutPostcode: 1, encoding: 'windows-1252', delimiter: ';' };
  const latin = iconv.encode(file, 'latin1');
  expect((await send(latin)).json).toMatchObject({ ...expected, imported: false, created: 2 });
  expect(await count('R1')).toBe(0);
  expect((await send(latin, '?dryRun=false&country=LI')).json).toMatchObject({ imported: true, created: 2 });
  const again = await send(file, '?dryRun=false');
  expect(again.json).toMatchObject({
    imported: true,
    created: 0,
    changed: 0,
    unchanged: 2,
    encoding: 'utf-8',
  });
  const [place] = (await request('GET', '/v1/places?reference=R1', { token: office })).json.items;
  expect(place).toMatchObject({
    street: 'Städtle',
    houseNumber: '23',
    country: 'LI',
    lat: 47.14,
    version: 1,
  });
  const moved = await send(file.replace('47,14', '47,141').replace(';23;', ';;'), '?dryRun=false');
  expect(moved.json).toMatchObject({ changed: 1, unchanged: 1 });
  const events = await server.eventsOf('place', place.id);
  expect(events.map(({ name, payload }) => [name, payload])).toEqual([
    ['places.placeCreated', { partyId: null, regionId: null }],
    ['places.placeChanged', { changed: ['lat'] }],
  ]);
});

test('each wrong line is named, and a file that has one changes nothing unless they are to be skipped', async () => {
  const file = [
    'lat,lng,street,housenumber,city,reference,colour',
    '47.1,9.5,A,1,X,W1,red',
    '0,0,B,1,X,W2,',
    '91,9.5,C,1,X,W3,',
    ',9.5,D,1,X,W4,',
    '47.1,9.5,E,1,X,W1,',
    '47.1,9.5,F,1,X,,',
    '47.2,9.5,f, 1 ,x,,',
    'nan,9.5,G,1,X,W5,',
  ].join('\n');
  const errors = [
    { line: 3, field: 'lat', reason: 'is 0 and so is lng: a point that was never found' },
    { line: 4, field: 'lat', reason: 'must be at most 90' },
    { line: 5, field: 'lat', reason: 'is missing' },
    { line: 6, field: 'reference', reason: 'stands on line 2 already' },
    { line: 8, field: '', reason: 'is the same address as line 7' },
    { line: 9, field: 'lat', reason: 'must be a number' },
  ];
  const refused = await send(file, '?dryRun=false');
  expect(refused.json).toMatchObject({
    imported: false,
    lines: 8,
    wrong: 6,
    errors,
    ignoredColumns: ['colour'],
  });
  expect(await count('W1')).toBe(0);
  const skipped = await send(file, '?dryRun=false&skipWrong=true');
  expect(skipped.json).toMatchObject({ imported: true, created: 2, wrong: 6 });
  expect(await count('W1')).toBe(1);
});

test('a wrong line after many good ones still leaves nothing behind', async () => {
  const good = Array.from({ length: 2500 }, (_, index) => `47.1,9.5,Z${index}`);
  const source = (lines: string[]) => [Buffer.from(`lat,lng,reference\n${lines.join('\n')}\n`)] as never;
  const options = { actor: systemActor('test'), dryRun: false, skipWrong: false };
  const report = await importPlaces(server.ctx, source([...good, 'x,9.5,last']), options);
  expect(report).toMatchObject({ imported: false, lines: 2501, created: 2500, wrong: 1 });
  expect([await count('Z0'), await count('Z2499')]).toEqual([0, 0]);
});

test('two imports of the same file at once add it once', async () => {
  const file = `lat,lng,street,city\n${Array.from({ length: 300 }, (_, n) => `47,9.${n + 100},Gasse ${n},Y`).join('\n')}`;
  const reports = await Promise.all(Array.from({ length: 4 }, () => send(file, '?dryRun=false')));
  const totals = reports.map(({ json }) => [json.created, json.unchanged]).sort((a, b) => b[0] - a[0]);
  expect(totals).toEqual([
    [300, 0],
    [0, 300],
    [0, 300],
    [0, 300],
  ]);
});

test('guest, wrong role, another content type, too much, and what is no CSV', async () => {
  const file = 'lat,lng\n1,1\n';
  const driver = await tokenFor('driver');
  expect(
    (await request('POST', '/v1/place-imports', { body: file, headers: { 'content-type': 'text/csv' } }))
      .status,
  ).toBe(401);
  expect((await send(file, '', driver)).status).toBe(403);
  const json = await request('POST', '/v1/place-imports', { token: office, body: {} });
  expect(json.json.code).toBe('unsupported_media_type');
  expect((await send(`lat,lng\n${'1,1\n'.repeat(6000)}`)).json.code).toBe('body_too_large');
  const headless = await send('street,city\nA,B\n');
  expect([headless.json.code, headless.json.errors.map(({ field }: { field: string }) => field)]).toEqual([
    'csv_not_readable',
    ['lat', 'lng'],
  ]);
  expect((await send('')).json.code).toBe('csv_not_readable');
  expect((await request('POST', '/v1/place-imports', { token: office })).json.code).toBe('csv_not_readable');
});

const addresses = fileURLToPath(
  new URL('../../../../../shared/data/geo/osm/liechtenstein-addresses.csv', import.meta.url),
);
const present = existsSync(addresses);
if (!present) console.log('Skipped: the address file of Liechtenstein is not here');

test.skipIf(!present)('all 12,335 addresses of Liechtenstein, once', async () => {
  const options = { actor: systemActor('test'), dryRun: false, skipWrong: false, country: 'LI' };
  const first = await importPlaces(server.ctx, createReadStream(addresses), options);
  expect(first).toMatchObject({
    imported: true,
    lines: 12_335,
    created: 12_335,
    wrong: 0,
    withoutPostcode: 82,
  });
  const second = await importPlaces(server.ctx, createReadStream(addresses), options);
  expect(second).toMatchObject({ imported: true, created: 0, changed: 0, unchanged: 12_335 });
});
