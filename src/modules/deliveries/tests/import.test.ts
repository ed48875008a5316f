import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBatch } from '../actions/importBatch.ts';
import { startFleet, until, type Fleet } from './fleet.ts';

let fleet: Fleet;
let customer: { partyId: string; token: string };
beforeAll(async () => {
  fleet = await startFleet({
    roles: ['api', 'worker'],
    settings: { CARAVAN_DELIVERIES_ASSIGNMENT: 'manual' },
  });
});
afterAll(() => fleet.stop());

const asCustomer = async () => {
  const partyId = randomUUID();
  customer = { partyId, token: await fleet.server.tokenFor('customer', { partyId }) };
  return customer.token;
};
const send = (token: string | undefined, csv: string | Uint8Array, query = '', status = 201) =>
  fleet.expect(status, token, 'POST', `/v1/delivery-imports${query}`, csv, { 'content-type': 'text/csv' });
const header = 'reference,pickup_lat,pickup_lng,street,city,country,lat,lng,weight_kg,proofs';
const line = (reference: string, over = '47.16,9.51') =>
  `${reference},47.141,9.521,Landstrasse,Schaan,LI,${over},"2,5",photo signature`;
const count = async (token: string) =>
  (await fleet.call(token, 'GET', '/v1/deliveries?limit=200')).items.length;
const done = (id: string, token: string) =>
  until(async () => {
    const now = await fleet.expect(200, token, 'GET', `/v1/delivery-imports/${id}`);
    return now.state === 'done' ? now : undefined;
  });

test('checks first, orders nothing; then orders everything once', async () => {
  const token = await asCustomer();
  const csv = [header, line('A-1'), line('A-2'), line('A-3')].join('\n');
  const { import: checked, wrongLines } = await send(token, csv, '?fileName=monday.csv');
  expect(checked).toMatchObject({
    state: 'checked',
    linesTotal: 3,
    linesWrong: 0,
    linesImported: 0,
    fileName: 'monday.csv',
  });
  expect(wrongLines).toEqual([]);
  expect(await count(token)).toBe(0);
  const path = `/v1/delivery-imports/${checked.id}/actions/commit`;
  await Promise.all([1, 2, 3].map(() => fleet.expect(202, token, 'POST', path, {})));
  expect(await done(checked.id, token)).toMatchObject({ linesImported: 3, progress: 1 });
  const { items } = await fleet.call(token, 'GET', '/v1/deliveries');
  expect(items.map(({ reference }: any) => reference).sort()).toEqual(['A-1', 'A-2', 'A-3']);
  expect(items[0]).toMatchObject({
    customerId: customer.partyId,
    state: 'ready',
    weightGrams: 2500,
    proofRules: ['photo', 'signature'],
    dropoff: { street: 'Landstrasse', city: 'Schaan', country: 'LI', lat: 47.16, lng: 9.51 },
  });
  const history = await fleet.server.eventsOf('delivery', items[0].id);
  expect(history.map(({ name, sequence }) => [name, sequence])).toEqual([['deliveries.deliveryCreated', 1]]);
  const events = await fleet.server.eventsOf('delivery_import', checked.id);
  expect(events.map(({ name }) => name.split('.')[1])).toEqual([
    'importChecked',
    'importStarted',
    'importFinished',
  ]);
});

test('under one Idempotency-Key it is one import, also when both come at once', async () => {
  const token = await asCustomer();
  const once = () =>
    fleet.call(token, 'POST', '/v1/delivery-imports?dryRun=false', [header, line('K-1')].join('\n'), {
      'content-type': 'text/csv',
      'idempotency-key': 'monday',
    });
  const answers = await Promise.all([once(), once(), once()]);
  const made = answers.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThan(0);
  expect(answers.every(({ status, code }: any) => status === 201 || code === 'request_in_flight')).toBe(true);
  const { id } = made[0]!.import;
  await done(id, token);
  const again = await once();
  expect([again.status, again.import.id, again.import.linesImported]).toEqual([201, id, 1]);
  expect(await count(token)).toBe(1);
  const { items } = await fleet.call(token, 'GET', '/v1/delivery-imports');
  expect(items).toHaveLength(1);
});

test('each wrong line by number, field and reason; nothing until the wrong ones may be left out', async () => {
  const token = await asCustomer();
  await fleet.expect(201, token, 'POST', '/v1/deliveries', {
    reference: 'OLD',
    pickup: { lat: 47, lng: 9 },
    dropoff: { lat: 47, lng: 9 },
  });
  const csv = [
    header,
    line('B-1'),
    line('B-2', '147.16,9.51'),
    line('B-1'),
    line('OLD'),
    line('B-3', '51.5,-0.12'),
    line('B-4', '0,0'),
    ',47.141,9.521,Landstrasse,Schaan,LI,47.16,9.51,1,photo',
    'B-5,47.141,9.521,Nowhere,Schaan,LI,,,1,photo',
    'B-6,47.141',
    line('B-7').replace('photo', 'selfie'),
  ].join('\n');
  const { import: checked, wrongLines } = await send(token, csv, '?dryRun=false');
  expect(checked).toMatchObject({ state: 'checked', linesTotal: 10, linesWrong: 9 });
  expect(
    wrongLines.map(({ line: number, errors }: any) => [number, errors[0].field, errors[0].reason]),
  ).toEqual([
    [3, 'dropoffLat', 'must be at most 90'],
    [4, 'reference', 'is also on line 2'],
    [5, 'reference', 'is taken by another delivery of this customer'],
    [6, 'dropoffCountry', 'is LI, but 51.5, -0.12 is not there'],
    [7, 'dropoffLat', 'is 0, 0: no real point'],
    [8, 'reference', 'is missing'],
    [9, 'dropoffStreet', 'is not an address that is known; give its point'],
    [10, '', 'has 2 values, but the header has 10 columns'],
    [11, 'proofRules', 'must be of signature, photo, code, scan'],
  ]);
  const path = `/v1/delivery-imports/${checked.id}`;
  expect(await fleet.expect(409, token, 'POST', `${path}/actions/commit`, {})).toMatchObject({
    code: 'import_has_wrong_lines',
    linesWrong: 9,
  });
  expect(await count(token)).toBe(1);
  const first = await fleet.expect(200, token, 'GET', `${path}/wrong-lines?limit=5`);
  const rest = await fleet.expect(
    200,
    token,
    'GET',
    `${path}/wrong-lines?limit=5&cursor=${first.nextCursor}`,
  );
  expect([...first.items, ...rest.items]).toEqual(wrongLines);
  await fleet.expect(202, token, 'POST', `${path}/actions/commit`, { skipWrongLines: true });
  expect(await done(checked.id, token)).toMatchObject({ linesImported: 1, linesWrong: 9 });
  expect(await count(token)).toBe(2);
});

test('an address without a point gets that of the place there', async () => {
  const token = await asCustomer();
  await fleet.expect(201, fleet.dispatcher, 'POST', '/v1/places', {
    street: 'Peter-Kaiser-Platz',
    houseNumber: '1',
    postcode: '9490',
    city: 'Vaduz',
    lat: 47.139,
    lng: 9.5227,
  });
  const csv = [
    'reference,pickup_lat,pickup_lng,street,house_number,postcode,city,country',
    'P-1,47.141,9.521,peter-kaiser-platz,1,9490,VADUZ,LI',
    'P-2,47.141,9.521,Peter-Kaiser-Platz,2,9490,Vaduz,LI',
  ].join('\n');
  const { import: checked, wrongLines } = await send(token, csv);
  expect(wrongLines.map(({ line: number }: any) => number)).toEqual([3]);
  await fleet.expect(202, token, 'POST', `/v1/delivery-imports/${checked.id}/actions/commit`, {
    skipWrongLines: true,
  });
  await done(checked.id, token);
  const { items } = await fleet.call(token, 'GET', '/v1/deliveries');
  expect(items[0].dropoff).toMatchObject({ lat: 47.139, lng: 9.5227, placeId: expect.any(String) });
});

describe('however a spreadsheet wrote it', () => {
  const german = (eol: string) =>
    ['reference;pickup_lat;pickup_lng;street;lat;lng', 'C-1;47,141;9,521;Städtle;47,16;9,51', ''].join(eol);
  test.each([
    ['with a byte order mark, semicolons and CRLF', Buffer.from(`\uFEFF${german('\r\n')}`), 'utf-8'],
    ['in Latin-1', Buffer.from(german('\n'), 'latin1'), 'windows-1252'],
  ])('%s', async (_words, bytes, encoding) => {
    const token = await asCustomer();
    const { import: started } = await send(token, bytes, '?dryRun=false');
    expect(started).toMatchObject({ delimiter: ';', encoding, linesTotal: 1, linesWrong: 0 });
    await done(started.id, token);
    const { items } = await fleet.call(token, 'GET', '/v1/deliveries');
    expect(items[0]).toMatchObject({ dropoff: { street: 'Städtle', lat: 47.16 }, pickup: { lng: 9.521 } });
  });

  test('a missing column, an empty file, another type', async () => {
    const token = await asCustomer();
    expect(await send(token, 'lat,lng\n1,2\n', '', 400)).toMatchObject({
      code: 'csv_not_readable',
      errors: [{ field: 'reference' }],
    });
    await send(token, '', '', 400);
    await fleet.expect(415, token, 'POST', '/v1/delivery-imports', '<a/>', { 'content-type': 'text/xml' });
    expect((await fleet.call(token, 'GET', '/v1/delivery-imports')).items).toEqual([]);
  });
});

test('who may: guests and drivers not, customers for themselves, each their own files', async () => {
  const csv = [header, line('D-1')].join('\n');
  await send(undefined, csv, '', 401);
  await send(await fleet.server.tokenFor('driver'), csv, '', 403);
  const token = await asCustomer();
  const { wrongLines } = await send(token, csv, `?customerId=${randomUUID()}`);
  expect(wrongLines[0].errors).toEqual([
    { field: 'customerId', reason: 'is a party that you do not act for' },
  ]);
  const { import: own } = await send(token, csv);
  const stranger = await fleet.server.tokenFor('customer');
  await fleet.expect(404, stranger, 'GET', `/v1/delivery-imports/${own.id}`);
  await fleet.expect(404, stranger, 'GET', `/v1/delivery-imports/${own.id}/wrong-lines`);
  await fleet.expect(404, stranger, 'POST', `/v1/delivery-imports/${own.id}/actions/commit`, {});
  const { items } = await fleet.expect(200, token, 'GET', '/v1/delivery-imports?limit=1');
  expect(items[0].id).toBe(own.id);
});

test('several workers at once, one of them dying in the middle of a batch, order each line once', async () => {
  const token = await asCustomer();
  const lines = Array.from({ length: 2600 }, (_, index) => line(`E-${index}`));
  const { import: checked } = await send(token, [header, ...lines].join('\n'));
  await fleet.server.database.sql`update deliveries.imports set state = 'importing' where id = ${checked.id}`;
  const { ctx } = fleet.server;
  const step = () => ctx.db.transaction((tx) => importBatch(tx, checked.id, ctx));
  const dying = () =>
    ctx.db
      .transaction(async (tx) => {
        await importBatch(tx, checked.id, ctx);
        throw new Error('killed before the commit');
      })
      .catch(() => undefined);
  await Promise.all([step(), dying(), step(), dying(), step()]);
  for (let state = ''; state !== 'done'; ) ({ state } = await step());
  const [row] = await fleet.server.database.sql`
    select count(*)::integer as rows, count(distinct reference)::integer as different
    from deliveries.deliveries where customer_id = ${customer.partyId}`;
  expect(row).toEqual({ rows: 2600, different: 2600 });
  expect(await fleet.call(token, 'GET', `/v1/delivery-imports/${checked.id}`)).toMatchObject({
    state: 'done',
    linesImported: 2600,
  });
});
