import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestAnswer } from '../../../roles/testing.ts';
import { takeImport } from '../actions/takeImport.ts';
import { geographyOf, mapsFolder } from '../api.ts';

const server = await startTestServer({
  roles: ['api', 'worker'],
  settings: { CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES: '5000000' },
});
afterAll(async () => {
  await geographyOf(server.ctx).close();
  await server.stop();
});
const { request, tokenFor, dataFolder, ctx } = server;
const { sql } = server.database;
const token = await tokenFor('admin');
const osm = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="47.0" lon="9.0"/><node id="2" lat="47.001" lon="9.0"/><node id="3" lat="47.002" lon="9.0"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/><tag k="name" v="Landstrasse"/></way>
</osm>`);

const announce = (
  fileName: string,
  sizeBytes: number,
  { name, as = token }: { name?: string; as?: string } = {},
) =>
  request('POST', '/v1/map-imports', {
    token: as,
    body: { source: 'file', fileName, sizeBytes, ...(name && { name }) },
  });
const demo = (as = token) => request('POST', '/v1/map-imports', { token: as, body: { source: 'demo' } });
const send = ({ json: { uploadId } }: TestAnswer, offset: number, body: Uint8Array, as = token) =>
  request('PATCH', `/v1/uploads/${uploadId}`, {
    token: as,
    body,
    headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
  });
const cancel = (id: string, as = token) =>
  request('POST', `/v1/map-imports/${id}/actions/cancel`, { token: as });
const read = async (id: string) => (await request('GET', `/v1/map-imports/${id}`, { token })).json;
const reach = (id: string, ...states: string[]) =>
  expect.poll(async () => (await read(id)).state, { timeout: 30_000 }).toBeOneOf(states);
async function over(id: string) {
  await reach(id, 'done', 'failed');
  return read(id);
}
const mapNames = async () =>
  (await request('GET', '/v1/maps')).json.items.map(({ name }: { name: string }) => name);
const eventsOf = async (id: string) =>
  (await server.eventsOf('map_import', id)).map(({ name, sequence }) => `${sequence} ${name.slice(10)}`);
const uploadsLeft = async () => (await sql`select from documents.uploads`).length;
/** Another import that some process is at, or was. */
const running = (id: string, leaseSeconds: number, more: { name?: string; deaths?: number } = {}) => sql`
  insert into geography.map_imports (id, version, state, source, name, size_bytes, started_by, created_at, updated_at,
    phase, percent, begun_at, runner, lease_until, deaths)
  values (${id}, 2, 'running', 'demo', ${more.name ?? 'another'}, 0, 'somebody', now(), now(), 'ordering', 60, now(),
    ${randomUUID()}, clock_timestamp() + make_interval(secs => ${leaseSeconds}), ${more.deaths ?? 0})`;

beforeEach(() => sql`delete from geography.map_imports`);

test('a file in parts becomes a map, and is then let go; each step is an event', async () => {
  const begun = await announce('Valley 2026.osm', osm.length);
  expect([begun.status, begun.json.state, begun.json.name]).toEqual([201, 'receiving', 'valley-2026']);
  expect(begun.headers.get('location')).toBe(`/v1/map-imports/${begun.json.id}`);
  const { id } = begun.json;
  expect((await send(begun, 10, osm.subarray(10, 20))).json.code).toBe('upload_offset_wrong');
  const both = await Promise.all([0, 1].map(() => send(begun, 0, osm.subarray(0, 100))));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await read(id)).receivedBytes).toBe(100);
  expect((await send(begun, 100, Buffer.concat([osm.subarray(100), osm]))).status).toBe(413);
  expect((await send(begun, 100, osm.subarray(100))).json).toMatchObject({ state: 'complete', sha256: null });
  expect(await over(id)).toMatchObject({ state: 'done', percent: 100, failure: null, uploadId: null });
  expect(await mapNames()).toEqual(['valley-2026']);
  expect(await eventsOf(id)).toEqual([
    '1 mapImportStarted',
    '2 mapFileReceived',
    '3 mapImportBegun',
    '4 mapImported',
  ]);
  await expect.poll(uploadsLeft).toBe(0);
  expect((await send(begun, 0, osm)).status).toBe(404);
  expect((await cancel(id)).json.code).toBe('map_import_over');
});

test('an upload is gone on with by who began it, and by nobody else', async () => {
  const begun = await announce('valley.osm', osm.length);
  await send(begun, 0, osm.subarray(0, 100));
  const again = await announce('valley.osm', osm.length);
  expect([again.json.id, again.json.receivedBytes]).toEqual([begun.json.id, 100]);
  const other = await tokenFor('admin');
  for (const refused of [
    await announce('valley.osm', osm.length + 1),
    await announce('valley.osm', osm.length, { as: other }),
  ])
    expect(refused.json).toMatchObject({ code: 'map_import_open', mapImportId: begun.json.id });
  expect((await send(begun, 100, osm.subarray(100), other)).status).toBe(404);
  const { uploadId } = begun.json;
  const stolen = await Promise.all(
    ['', '/content'].map((more) => request('GET', `/v1/uploads/${uploadId}${more}`, { token: other })),
  );
  expect(stolen.map(({ status }) => status)).toEqual([404, 404]);
  expect((await request('GET', `/v1/uploads/${uploadId}/content`, { token })).status).toBe(404);
  const list = (await request('GET', '/v1/map-imports', { token: other })).json.items;
  expect(list).toMatchObject([{ id: begun.json.id, receivedBytes: 100 }]);
  expect((await cancel(begun.json.id, other)).json).toMatchObject({ state: 'cancelled', uploadId: null });
  expect((await cancel(begun.json.id)).status).toBe(200);
  expect(await eventsOf(begun.json.id)).toEqual(['1 mapImportStarted', '2 mapImportCancelled']);
  await expect.poll(uploadsLeft).toBe(0);
});

test('what is no map is refused with a reason and one sentence that names no folder', async () => {
  const pbf = Buffer.concat([Buffer.from('0000000d0a094f534d486561646572182a', 'hex'), Buffer.alloc(20)]);
  for (const [name, bytes, reason, sentence] of [
    ['cut.osm', osm.subarray(0, 200), 'cut_short', /cut short/],
    ['cut.osm.pbf', pbf, 'cut_short', /cut short/],
    ['page.osm.pbf', Buffer.from('<!doctype html><title>404</title>'), 'not_a_map', /not an OpenStreetMap/],
    ['zip.osm.pbf', Buffer.from('PK\u0003\u0004 a zip that is long enough'), 'not_a_map', /not an Open/],
    ['empty.osm', Buffer.from('<osm version="0.6"></osm>'), 'no_streets', /no map data/],
    ['wrong.osm', Buffer.from('<osm version="0.6"><node></osm>'), 'damaged', /damaged/],
  ] as const) {
    const begun = await announce(name, bytes.length);
    await send(begun, 0, bytes);
    const { state, reason: said, failure } = await over(begun.json.id);
    expect([name, state, said, failure]).toEqual([name, 'failed', reason, expect.stringMatching(sentence)]);
    expect(failure).not.toContain(dataFolder);
    expect((await eventsOf(begun.json.id)).at(-1)).toBe('4 mapImportFailed');
  }
  expect(await mapNames()).toEqual(['valley-2026']);
  await expect.poll(uploadsLeft).toBe(0);
});

test('what is too large, has no room, or cannot name a map is refused before a byte is sent', async () => {
  expect((await announce('a.osm.pbf', 5_000_001)).json).toMatchObject({ status: 413 });
  expect((await announce('---.osm.pbf', 10)).json).toMatchObject({ status: 400 });
  expect((await announce('../../a.osm', 10)).json).toMatchObject({ status: 400 });
  expect((await announce('a.osm', 10, { name: 'No Name' })).json).toMatchObject({ status: 400 });
  expect((await demo(await tokenFor('dispatcher'))).status).toBe(403);
});

test('of ten who ask for the demo town at once one gets it', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => demo()));
  const [started, ...more] = answers.filter(({ status }) => status === 201);
  expect(more).toEqual([]);
  expect(answers.filter(({ json }) => json.code === 'map_import_open')).toHaveLength(9);
  expect(await over(started!.json.id)).toMatchObject({ state: 'done', source: 'demo' });
  expect((await mapNames()).sort()).toEqual(['port-caravan', 'valley-2026']);
});

test('one runs at a time, whoever takes it; the others wait for their turn', async () => {
  const blocker = randomUUID();
  await running(blocker, 3600);
  await expect(running(randomUUID(), 3600, { name: 'second' })).rejects.toMatchObject({ code: '23505' });
  const { id } = (await demo()).json;
  expect((await read(id)).state).toBe('waiting');
  await sql`update geography.map_imports set state = 'cancelled', runner = null, lease_until = null
    where id = ${blocker}`;
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeImport(ctx, id)));
  // The job may have been faster than all of them.
  expect(taken.filter(Boolean).length).toBeLessThanOrEqual(1);
  expect((await read(id)).state).toBe('running');
  await cancel(id);
});

test('a run that is cancelled never comes into force', async () => {
  const before = await request('GET', '/v1/maps');
  const { id } = (await demo()).json;
  await reach(id, 'running');
  expect((await cancel(id)).json.state).toBe('cancelled');
  // The next map is made only when the cancelled one's thread has let go of nothing that it needs.
  const next = await announce('next.osm', osm.length);
  await send(next, 0, osm);
  await over(next.json.id);
  const names = (answer: TestAnswer) =>
    answer.json.items.map(({ name, importedAt }: Record<string, string>) => `${name} ${importedAt}`);
  expect(names(await request('GET', '/v1/maps'))).toEqual(expect.arrayContaining(names(before)));
  expect((await eventsOf(id)).at(-1)).toBe('3 mapImportCancelled');
  const files = async () => (await readdir(mapsFolder(dataFolder))).filter((name) => name.endsWith('.tmp'));
  await expect.poll(files, { timeout: 20_000 }).toEqual([]);
});

test('a run whose process died is made anew; one that kills its process each time is given up', async () => {
  const dead = randomUUID();
  await running(dead, -1, { name: 'port-caravan' });
  expect(await read(dead)).toMatchObject({ state: 'running', stalled: true, remainingSeconds: null });
  const work = (id: string) => sql`
    select graphile_worker.add_job('geography.importMap', ${sql.json({ mapImportId: id })}::json)`;
  await work(dead);
  expect(await over(dead)).toMatchObject({ state: 'done', stalled: false });
  expect(await eventsOf(dead)).toEqual(['3 mapImportInterrupted', '4 mapImportBegun', '5 mapImported']);
  const deadly = randomUUID();
  await running(deadly, -1, { name: 'deadly', deaths: 2 });
  await work(deadly);
  expect(await over(deadly)).toMatchObject({ state: 'failed', reason: 'stopped' });
});

test('a worker that looks for the file in another folder says so', async () => {
  const id = randomUUID();
  await sql`
    insert into geography.map_imports (id, version, state, source, name, file_name, size_bytes, upload_id, started_by,
      created_at, updated_at)
    values (${id}, 2, 'waiting', 'file', 'elsewhere', 'a.osm', 3, ${randomUUID()}, 'somebody', now(), now())`;
  await sql`select graphile_worker.add_job('geography.importMap', ${sql.json({ mapImportId: id })}::json)`;
  expect(await over(id)).toMatchObject({ state: 'failed', reason: 'file_missing' });
});

test('a file whose rest never came is given up, and its name is free again', async () => {
  const begun = await announce('half.osm', osm.length);
  await send(begun, 0, osm.subarray(0, 10));
  await sql`update documents.uploads set expires_at = now() - interval '1 minute'`;
  await sql`select graphile_worker.add_job('documents.expireUploads', '{}'::json)`;
  expect(await over(begun.json.id)).toMatchObject({ state: 'failed', reason: 'abandoned' });
  expect((await announce('half.osm', 7)).status).toBe(201);
});
