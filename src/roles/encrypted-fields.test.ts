import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reencrypt } from '../platform/secrets/reencrypt.ts';
import { describeKeys } from '../platform/secrets/describe-keys.ts';
import { encryptedFields } from './catalogue.ts';
import { startTestServer, type TestServer } from './testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const source = path.resolve(import.meta.dirname, '..');

test('every column that code seals is declared, so that rotation finds it', () => {
  const declared = new Set(encryptedFields.map(({ table, column }) => `${table}.${column}`));
  const sealed = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|platform\/secrets\//.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(source, file), 'utf8').matchAll(/table: '(\w+\.\w+)',\s+column: '(\w+)'/g),
    ])
    .map(([, table, column]) => `${table}.${column}`);
  expect(sealed).toContain('parties.parties.notes');
  // Answers that wait a day for their repetition: a retired key still opens them.
  declared.add('platform.idempotency_keys.body');
  expect(sealed.filter((column) => !declared.has(column))).toEqual([]);
});

test('what is declared is there, of the type that it says', async () => {
  for (const { table, column, key, type = 'text' } of encryptedFields) {
    const [schema, name] = table.split('.') as [string, string];
    const rows = await server.database.sql<{ columnName: string; dataType: string }[]>`
      select column_name, data_type from information_schema.columns
      where table_schema = ${schema} and table_name = ${name} and column_name in (${column}, ${key})`;
    expect(rows.find(({ columnName }) => columnName === column)?.dataType, table).toBe(type);
    expect(rows).toHaveLength(2);
  }
});

/** What a rotation must never disturb: readers and writers of sealed fields, about 200 a second. */
async function keepBusy(ids: readonly string[], until: { over: boolean }) {
  const token = await server.tokenFor('dispatcher');
  const failures: string[] = [];
  let requests = 0;
  const startedMs = performance.now();
  const one = async (index: number) => {
    const id = ids[index % ids.length]!;
    const write = index % 3 === 0;
    const answer = await server.request(write ? 'PATCH' : 'GET', `/v1/parties/${id}`, {
      token,
      ...(write && { body: { notes: `note ${id} ${index}` } }),
    });
    requests++;
    if (answer.status !== 200 || !answer.json.notes.startsWith(`note ${id}`)) failures.push(answer.text);
  };
  const running: Promise<void>[] = [];
  for (let index = 0; !until.over; index++) {
    running.push(one(index));
    const aheadMs = index * 5 - (performance.now() - startedMs);
    if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
  }
  await Promise.all(running);
  return { requests, failures, perSecond: (requests / (performance.now() - startedMs)) * 1000 };
}

test('keys are rotated while sealed fields are read and written, and nobody notices', async () => {
  const token = await server.tokenFor('dispatcher');
  const ids: string[] = [];
  for (let index = 0; index < 600; index++) {
    const body = { kind: 'person', name: `Person ${index}` };
    const { json } = await server.request('POST', '/v1/parties', { token, body });
    await server.request('PATCH', `/v1/parties/${json.id}`, { token, body: { notes: `note ${json.id}` } });
    ids.push(json.id);
  }
  const before = server.ctx.secrets.activeKeyId();
  const until = { over: false };
  const busy = keepBusy(ids, until);
  const rotations: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    await server.ctx.secrets.addKey();
    rotations.push(await reencrypt(server.ctx, encryptedFields));
  }
  until.over = true;
  const { requests, failures, perSecond } = await busy;
  console.info(`${requests} requests at ${Math.round(perSecond)}/s during two rotations`, rotations);
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(500);
  const { keys, plain } = await describeKeys(server.ctx, encryptedFields);
  expect(keys.find(({ id }) => id === before)).toMatchObject({ state: 'retired', values: 0 });
  expect(keys.filter(({ state }) => state === 'active')).toHaveLength(1);
  expect(keys[0]!.values).toBeGreaterThanOrEqual(600);
  expect(plain).toBe(0);
}, 120_000);

test('a key that a row still uses is not retired', async () => {
  const token = await server.tokenFor('dispatcher');
  const body = { kind: 'person', name: 'Ada', notes: 'hush' };
  const [one, other] = [
    (await server.request('POST', '/v1/parties', { token, body })).json,
    (await server.request('POST', '/v1/parties', { token, body })).json,
  ];
  const key = server.ctx.secrets.activeKeyId();
  await server.database.sql`
    update parties.parties set notes = (select notes from parties.parties where id = ${one.id}) where id = ${other.id}`;
  await server.ctx.secrets.addKey();
  const { broken } = await reencrypt(server.ctx, encryptedFields);
  const { keys } = await describeKeys(server.ctx, encryptedFields);
  expect([broken, keys.find(({ id }) => id === key)]).toMatchObject([1, { state: 'retiring', values: 1 }]);
}, 60_000);
