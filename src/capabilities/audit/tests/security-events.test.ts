import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { cefLine, securityEvent, type SecurityEvent } from '../api.ts';

let server: TestServer;
let admin = '';
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.tokenFor('admin');
});
afterAll(() => server.stop());

const tell = (event: Partial<SecurityEvent>) =>
  securityEvent(server.ctx.db.sql, server.ctx, {
    kind: 'login',
    outcome: 'success',
    operation: 'test.login',
    ...event,
  });
const read = async (query: string) => {
  const { status, json } = await server.request('GET', `/v1/security-events?${query}`, { token: admin });
  expect(status).toBe(200);
  return json;
};

/** An event is told once nothing older on the server is open: other tests may hold it back for a while. */
const told = (cursor: string, count = 1) =>
  expect.poll(async () => (await read(`after=${cursor}`)).items.length).toBe(count);

test('the stream gives each event once and in order, over pages and later calls', async () => {
  const { cursor } = await read('after=latest');
  const words = Array.from({ length: 7 }, () => randomUUID());
  for (const word of words) await tell({ detail: { word } });
  await told(cursor, words.length);
  const seen: string[] = [];
  let after = cursor;
  for (let page = 0; page < 6; page++) {
    const { items, cursor: next } = await read(`limit=3&kinds=login&after=${after}`);
    seen.push(...items.map(({ detail }: any) => detail.word));
    after = next;
  }
  expect(seen).toEqual(words);
});

test('an event of a transaction that rolls back is not told, one on the pool is', async () => {
  const { cursor } = await read('after=latest');
  await server.ctx.db
    .transaction(async (tx) => {
      await securityEvent(tx, server.ctx, { kind: 'right', outcome: 'success', operation: 'test.grant' });
      throw new Error('no');
    })
    .catch(() => {});
  await tell({ outcome: 'failure' });
  await told(cursor);
  const { items } = await read(`after=${cursor}`);
  expect(items.map(({ kind, outcome }: any) => [kind, outcome])).toEqual([['login', 'failure']]);
});

test('a denial by a route is in the stream', async () => {
  const { cursor } = await read('after=latest');
  const token = await server.tokenFor('customer');
  await server.request('GET', '/v1/audit-entries', { token });
  await expect
    .poll(async () => (await read(`kinds=denial&after=${cursor}`)).items)
    .toMatchObject([{ outcome: 'denied', operation: 'audit.listEntries', address: '127.0.0.1' }]);
});

test('it is exported as JSON lines and CEF, with the cursor to go on from', async () => {
  const { cursor } = await read('after=latest');
  await tell({ actor: { kind: 'person', id: 'ada' }, address: '192.0.2.7', requestId: 'request-0002' });
  await told(cursor);
  const get = (format: string) =>
    server.request('GET', `/v1/security-events/export?after=${cursor}&format=${format}`, { token: admin });
  const lines = await get('jsonl');
  expect(lines.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
  const [line, end] = lines.text.split('\n');
  expect(JSON.parse(line!)).toMatchObject({ kind: 'login', address: '192.0.2.7', actor: { id: 'ada' } });
  expect([end, JSON.parse(line!).cursor]).toEqual(['', lines.headers.get('caravan-cursor')]);
  const cef = await get('cef');
  expect(cef.text).toMatch(
    /^CEF:0\|Caravan\|Caravan\|[^|]+\|login\.success\|login success: test\.login\|3\|rt=\d{13} externalId=\S+ cat=login act=test\.login outcome=success suid=ada suser=person src=192\.0\.2\.7 cs1Label=requestId cs1=request-0002\n$/,
  );
});

test('a wrong cursor, kind or format is refused', async () => {
  for (const query of ['after=1.2', 'kinds=weather', 'format=xml', 'limit=0'])
    expect(
      (await server.request('GET', `/v1/security-events/export?${query}`, { token: admin })).status,
    ).toBe(400);
});

const hostile = (text: string) =>
  cefLine(
    {
      id: 'x',
      occurredAt: new Date(0),
      kind: 'login',
      outcome: 'failure',
      operation: text,
      actorKind: 'guest',
      actorId: text,
      address: text,
      requestId: null,
      entity: null,
      entityId: null,
      detail: { text },
    },
    '1|0',
  );

test('nothing that an attacker sends ends a line or a field of CEF', () => {
  const line = hostile('a|b=c\\d\r\nCEF:0|x \u0000\u0007\u001b[31m\u2028\u0085end');
  expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
  expect(line).toContain('|1\\|0|');
  expect(line).toContain('login failure: a\\|b=c\\\\d CEF:0\\|x');
  expect(line).toContain('suid=a|b\\=c\\\\d\\r\\nCEF:0|x');
  const [, extension] = line.split('|6|') as [string, string];
  expect(extension.match(/(?<!\\)=/g)).toHaveLength(9);
});

test('an address of IPv6 stands in the field that is made for it', () => {
  expect(hostile('2001:db8::1')).toContain('c6a2Label=Source IPv6 Address c6a2=2001:db8::1');
});
