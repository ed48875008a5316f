import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { geographyOf, mapsFolder } from '../api.ts';
import { writeImport } from '../imports/map-import.ts';

const server = await startTestServer({ settings: { CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES: '5000000' } });
afterAll(async () => {
  await geographyOf(server.ctx).close();
  await server.stop();
});
const { request, tokenFor, dataFolder } = server;
const token = await tokenFor('admin');
const maps = mapsFolder(dataFolder);
const osm = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="47.0" lon="9.0"/><node id="2" lat="47.001" lon="9.0"/><node id="3" lat="47.002" lon="9.0"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/><tag k="name" v="Landstrasse"/></way>
</osm>`);

const announce = (fileName: string, sizeBytes: number, name?: string) =>
  request('POST', '/v1/map-imports', {
    token,
    body: { source: 'file', fileName, sizeBytes, ...(name && { name }) },
  });
const send = (id: string, offset: number, body: Uint8Array, as = token) =>
  request('PATCH', `/v1/map-imports/${id}`, {
    token: as,
    body,
    headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
  });
const read = async (id: string) => (await request('GET', `/v1/map-imports/${id}`, { token })).json;
async function over(id: string) {
  await expect
    .poll(async () => ['done', 'failed'].includes((await read(id)).state), { timeout: 20_000 })
    .toBe(true);
  return read(id);
}
const mapNames = async () =>
  (await request('GET', '/v1/maps')).json.items.map(({ name }: { name: string }) => name);

test('a file in parts becomes a map; a part that was sent twice or too early is refused', async () => {
  const { status, json, headers } = await announce('Valley 2026.osm', osm.length);
  expect([status, json.state, json.name, json.receivedBytes]).toEqual([201, 'receiving', 'valley-2026', 0]);
  expect(headers.get('location')).toBe(`/v1/map-imports/${json.id}`);
  const { id } = json;
  expect((await send(id, 10, osm.subarray(10, 20))).json).toMatchObject({
    code: 'map_part_wrong',
    receivedBytes: 0,
  });
  const both = await Promise.all([send(id, 0, osm.subarray(0, 100)), send(id, 0, osm.subarray(0, 100))]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect((await read(id)).receivedBytes).toBe(100);
  expect((await send(id, 100, Buffer.concat([osm.subarray(100), osm]))).status).toBe(413);
  expect((await send(id, 100, osm.subarray(100))).json).toMatchObject({ receivedBytes: osm.length });
  expect(await over(id)).toMatchObject({ state: 'done', percent: 100, failure: null });
  expect(await mapNames()).toEqual(['valley-2026']);
  const events = async () => (await server.eventsOf('map_import', id)).map(({ name }) => name);
  await expect.poll(events).toEqual(['geography.mapImportStarted', 'geography.mapImported']);
  expect((await send(id, 0, osm)).status).toBe(409);
});

test('a damaged file is refused with one sentence that names no folder, and changes nothing', async () => {
  for (const [name, bytes, sentence] of [
    ['cut.osm', osm.subarray(0, 200), /damaged|cut short/],
    [
      'zip.osm.pbf',
      Buffer.from('PK\u0003\u0004 this is a zip, and long enough to be read'),
      /not an OpenStreetMap PBF/,
    ],
  ] as const) {
    const { id } = (await announce(name, bytes.length)).json;
    await send(id, 0, bytes);
    const { state, failure } = await over(id);
    expect([state, failure]).toEqual(['failed', expect.stringMatching(sentence)]);
    expect(failure).toContain(name);
    expect(failure).not.toContain(dataFolder);
    const last = async () => (await server.eventsOf('map_import', id)).at(-1)?.name;
    await expect.poll(last).toBe('geography.mapImportFailed');
  }
  expect(await mapNames()).toEqual(['valley-2026']);
  const left = await readdir(path.join(maps, 'imports'));
  expect(left.filter((name) => name.endsWith('.upload'))).toEqual([]);
});

test('what is too large, or cannot name a map, is refused before a byte is sent', async () => {
  expect((await announce('a.osm.pbf', 5_000_001)).json).toMatchObject({ status: 413 });
  expect((await announce('---.osm.pbf', 10)).json).toMatchObject({ status: 400 });
  expect((await announce('../../a.osm', 10)).json).toMatchObject({ status: 400 });
  expect((await announce('a.osm', 10, 'No Name')).json).toMatchObject({ status: 400 });
});

test('the demo town, one at a time, and for admins alone', async () => {
  const demo = (as: string) => request('POST', '/v1/map-imports', { token: as, body: { source: 'demo' } });
  expect((await demo(await tokenFor('dispatcher'))).status).toBe(403);
  const started = await demo(token);
  expect(started.json).toMatchObject({ state: 'running', source: 'demo', name: 'port-caravan' });
  expect((await demo(token)).json.code).toBe('map_import_running');
  expect(await over(started.json.id)).toMatchObject({ state: 'done' });
  expect((await mapNames()).sort()).toEqual(['port-caravan', 'valley-2026']);
});

test('an import whose process was stopped says so', async () => {
  const id = randomUUID();
  const longAgo = new Date(Date.now() - 120_000).toISOString();
  await writeImport(maps, {
    id,
    startedBy: 'somebody',
    state: 'running',
    source: 'file',
    name: 'valley',
    fileName: 'valley.osm',
    sizeBytes: 3,
    percent: 40,
    failure: null,
    startedAt: longAgo,
    touchedAt: longAgo,
  });
  expect(await read(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('stopped') });
  expect((await announce('valley.osm', 3)).status).toBe(201);
});
