import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
let [dispatcher, support] = ['', ''];
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.tokenFor('dispatcher');
  support = await server.tokenFor('support');
});
afterAll(() => server.stop());

const make = async (extra: object) =>
  (
    await server.request('POST', '/v1/parties', {
      token: dispatcher,
      body: { kind: 'person', name: 'Ada Brown', ...extra },
    })
  ).json;
const read = async (id: string, token = dispatcher) =>
  (await server.request('GET', `/v1/parties/${id}`, { token })).json;

test('notes are sealed in the database and read by the office as they were written', async () => {
  const { id, notes } = await make({ notes: 'rings twice' });
  expect(notes).toBe('rings twice');
  const [row] = await server.database.sql<
    { notes: string }[]
  >`select notes from parties.parties where id = ${id}`;
  expect(row?.notes).toMatch(/^v1\.\w+\./);
  expect((await read(id)).notes).toBe('rings twice');
  const patch = { token: dispatcher, body: { notes: 'rings once' } };
  expect((await server.request('PATCH', `/v1/parties/${id}`, patch)).json.notes).toBe('rings once');
  const again = await server.request('PATCH', `/v1/parties/${id}`, patch);
  expect(again.json.version, 'the same words are no change').toBe(2);
  const { json } = await server.request('GET', '/v1/parties', { token: dispatcher });
  expect(json.items.find((one: any) => one.id === id).notes).toBe('rings once');
});

test('notes that were moved to another person do not open', async () => {
  const [from, to] = [await make({ notes: 'about Ada' }), await make({ name: 'Ben' })];
  await server.database.sql`
    update parties.parties set notes = (select notes from parties.parties where id = ${from.id}) where id = ${to.id}`;
  expect((await server.request('GET', `/v1/parties/${to.id}`, { token: dispatcher })).status).toBe(500);
  await server.database.sql`update parties.parties set notes = null where id = ${to.id}`;
});

test('notes from before they were sealed are read as they are', async () => {
  const { id } = await make({});
  await server.database.sql`update parties.parties set notes = 'written long ago' where id = ${id}`;
  expect((await read(id)).notes).toBe('written long ago');
});

test('mail and phone are masked for those without the right to contacts', async () => {
  const { id } = await make({ email: 'ada.brown@example.org', phone: '+423 555 01 42' });
  expect(await read(id)).toMatchObject({ email: 'ada.brown@example.org', phone: '+423 555 01 42' });
  expect(await read(id, support)).toMatchObject({ email: 'a***@example.org', phone: '*** 42' });
  const { json } = await server.request('GET', '/v1/parties', { token: support });
  expect(JSON.stringify(json)).not.toContain('ada.brown');
  const herself = await server.tokenFor('customer', { partyId: id });
  expect(await read(id, herself)).toMatchObject({ email: 'ada.brown@example.org' });
});
