import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
let [admin, dispatcher, support, customer] = ['', '', '', ''];
const dispatcherId = randomUUID();
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.tokenFor('admin');
  dispatcher = await server.tokenFor('dispatcher', { userId: dispatcherId });
  support = await server.tokenFor('support');
  customer = await server.tokenFor('customer');
});
afterAll(() => server.stop());

const entriesOf = async (query: string, token = admin) => {
  const { status, json } = await server.request('GET', `/v1/audit-entries?${query}`, { token });
  expect(status).toBe(200);
  return json.items;
};
const makeParty = async (extra: object = {}, headers: Record<string, string> = {}) => {
  const body = { kind: 'person', name: 'Ada Brown', phone: '+423 555 01 02', language: 'de', ...extra };
  return server.request('POST', '/v1/parties', { token: dispatcher, body, headers });
};

test('a write leaves an entry with who, where from, what and which request', async () => {
  const made = await makeParty({}, { 'x-request-id': 'request-0001' });
  const [entry, ...others] = await entriesOf(`entityId=${made.json.id}`);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    kind: 'action',
    outcome: 'success',
    operation: 'parties.createParty',
    actor: { kind: 'person', id: dispatcherId },
    address: '127.0.0.1',
    requestId: 'request-0001',
    subject: { entity: 'party', id: made.json.id },
    detail: { method: 'POST', path: '/v1/parties', status: 201 },
  });
  expect(entry.detail.changes[0]).toMatchObject({ event: 'parties.partyCreated', sequence: 1 });
  expect(entry.detail.input).toEqual({ kind: 'person', name: '***', phone: '***', language: 'de' });
});

test('a change is told with the values before and after, personal ones hidden', async () => {
  const { id } = (await makeParty()).json;
  const body = { phone: '+423 555 99 99', language: 'en', notes: 'rings twice' };
  await server.request('PATCH', `/v1/parties/${id}`, { token: dispatcher, body });
  const [entry] = await entriesOf(`entityId=${id}&operation=parties.changeParty`);
  expect(entry.detail.changes[0].before).toEqual({ phone: '***', language: 'de', notes: null });
  expect(entry.detail.changes[0].after).toEqual({ phone: '***', language: 'en', notes: '***' });
  const { stored } = (
    await server.database.sql<{ stored: string }[]>`
      select string_agg(detail::text, '') as stored from audit.entries where entity_id = ${id}`
  )[0]!;
  expect(stored).not.toMatch(/555|rings twice|Ada/);
});

test('an action of a lifecycle is told with its states', async () => {
  const point = { lat: 47.1, lng: 9.5 };
  const order = { customerId: randomUUID(), pickup: point, dropoff: point };
  const { json } = await server.request('POST', '/v1/deliveries', { token: dispatcher, body: order });
  await server.request('POST', `/v1/deliveries/${json.id}/actions/cancel`, {
    token: dispatcher,
    body: { reason: 'customer' },
  });
  const [entry] = await entriesOf(`entityId=${json.id}&limit=1`);
  expect(entry.operation).toBe('deliveries.cancel');
  expect(entry.detail.changes[0]).toMatchObject({ action: 'cancel', from: 'ready', to: 'cancelled' });
});

test('what was rolled back or answered again leaves no entry of its own', async () => {
  const reference = randomUUID();
  const key = { 'idempotency-key': randomUUID() };
  const { json } = await makeParty({ reference }, key);
  expect((await makeParty({ reference }, key)).json.id).toBe(json.id);
  expect((await makeParty({ reference })).status).toBe(409);
  const all = await entriesOf('operation=parties.createParty&limit=200');
  expect(all.filter(({ subject }: any) => subject?.id === json.id)).toHaveLength(1);
  const written = await server.database.sql`
    select id from audit.entries where operation = 'parties.createParty' and detail::text like ${`%${reference}%`}`;
  expect(written).toHaveLength(1);
});

test('reading the trail is itself an entry', async () => {
  const marker = randomUUID();
  await entriesOf(`requestId=${marker}`, support);
  const [entry] = await entriesOf(`operation=audit.listEntries&q=${marker}`);
  expect(entry.detail.query).toEqual({ requestId: marker });
});

test('support sees who did what and which fields, never the values or addresses', async () => {
  const { id } = (await makeParty()).json;
  await server.request('PATCH', `/v1/parties/${id}`, { token: dispatcher, body: { language: 'fr' } });
  const [entry] = await entriesOf(`entityId=${id}&limit=1`, support);
  expect(entry.operation).toBe('parties.changeParty');
  expect(entry.address).toBe('***');
  expect(entry.detail.changes[0]).toMatchObject({ before: { language: '***' }, after: { language: '***' } });
  expect(await entriesOf(`entityId=${id}&q=127.0.0.1`, support)).toEqual([]);
  expect(await entriesOf(`entityId=${id}&q=127.0.0.1`)).toHaveLength(2);
});

test('others may not read it', async () => {
  for (const token of [customer, dispatcher])
    expect((await server.request('GET', '/v1/audit-entries', { token })).status).toBe(403);
  expect((await server.request('GET', '/v1/security-events', { token: support })).status).toBe(403);
  expect((await server.request('GET', '/v1/audit-entries')).status).toBe(401);
});

test('it is searched by time, kind and outcome, and read in pages', async () => {
  const ids: string[] = [];
  for (let round = 0; round < 5; round++) ids.push((await makeParty()).json.id);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { json } = await server.request(
      'GET',
      `/v1/audit-entries?operation=parties.createParty&limit=2${cursor && `&cursor=${cursor}`}`,
      { token: admin },
    );
    seen.push(...json.items.map(({ subject }: any) => subject.id));
    cursor = json.nextCursor ?? '';
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.slice(0, 5)).toEqual(ids.reverse());
  const past = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
  const future = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  expect(await entriesOf(`to=${past}`)).toEqual([]);
  expect((await entriesOf(`from=${past}&to=${future}`)).length).toBeGreaterThan(0);
  expect(await entriesOf('kind=login')).toEqual([]);
  const wrong = await server.request('GET', '/v1/audit-entries?cursor=nonsense', { token: admin });
  expect(wrong.json.code).toBe('invalid_cursor');
});

test('the database refuses to change or delete what is written', async () => {
  await makeParty();
  for (const statement of [
    'update audit.entries set outcome = $$denied$$',
    'delete from audit.entries',
    'truncate audit.entries',
    'delete from audit.links',
    'update audit.checkpoints set position = 1',
  ])
    await expect(server.database.sql.unsafe(statement)).rejects.toThrow(/append-only/);
  await expect(server.database.sql`select audit.drop_days(1, 10)`).rejects.toThrow(/No signed checkpoint/);
});

test('a serving role of its own may add and read, and nothing else', async () => {
  const rights = await server.database.database.transaction(async (tx) => {
    await tx`select audit.grant_to('pg_monitor')`;
    const rows = await tx<{ table: string; rights: string[] }[]>`
      select t as table, array_remove(array_agg(
        case when has_table_privilege('pg_monitor', 'audit.' || t, r) then r end order by r), null) as rights
      from unnest('{entries,links,checkpoints,signing_keys}'::text[]) t,
        unnest('{select,insert,update,delete,truncate}'::text[]) r
      group by t`;
    await tx`revoke all on schema audit from pg_monitor`;
    await tx`revoke all on all tables in schema audit from pg_monitor`;
    return rows;
  });
  expect(rights).toHaveLength(4);
  for (const { table, rights: held } of rights) expect(held, table).toEqual(['insert', 'select']);
});
