import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog, type Logger } from '../platform/telemetry/log.ts';
import { sensitiveInLogs } from './catalogue.ts';
import { startTestServer, type TestServer } from './testing.ts';

/** Each value stands for something that must not be found in any log. */
const canaries = {
  email: 'canary.mail@example.org',
  phone: '+423 555 77 31',
  notes: 'canary notes about somebody',
  password: 'canary-password-1',
};

let server: TestServer;
let folder: string;
let file: string;
let log: Logger;
let token = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'caravan-log-'));
  file = path.join(folder, 'log');
  log = createLog('trace', file, sensitiveInLogs);
  server = await startTestServer({ log });
  token = await server.tokenFor('dispatcher');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function written(): Promise<string> {
  log.warn('flush');
  await new Promise<void>((resolve, reject) => log.flush((error) => (error ? reject(error) : resolve())));
  return readFile(file, 'utf8');
}

test('no secret and nothing personal of real requests is found in the log, refused and failed ones included', async () => {
  const { email, phone, notes, password } = canaries;
  const body = { kind: 'person', name: 'Ada', email, phone, notes, reference: 'canary reference' };
  const make = (extra: object = {}) =>
    server.request('POST', '/v1/parties', { token, body: { ...body, ...extra } });
  const { json } = await make();
  expect((await make()).status, 'the database names the value that is taken').toBe(409);
  expect((await make({ email: `${email} twice` })).status).toBe(400);
  expect((await make({ unknown: phone })).status).toBe(400);
  await server.request('POST', '/v1/sessions', { body: { mail: email, password } });
  await server.request('GET', `/v1/parties/${json.id}`, { token: `${token.slice(0, -4)}AAAA` });
  await server.request('GET', `/v1/parties?q=${encodeURIComponent(phone)}`, { token });
  await server.database.sql`update parties.parties set notes = notes || 'x' where id = ${json.id}`;
  expect((await server.request('GET', `/v1/parties/${json.id}`, { token })).status).toBe(500);
  // What a flush finds on its way to the disk may be written by the next one.
  await expect.poll(written).toContain('was not sealed for this place');
  const text = await written();
  expect(text).toContain('parties.createParty');
  for (const canary of [...Object.values(canaries), token, 'canary reference'])
    expect(text, canary).not.toContain(canary);
});

test('what code logs by mistake is masked by its name', async () => {
  const { email, phone, notes, password } = canaries;
  const error = Object.assign(new Error('duplicate key'), {
    detail: `Key (mail)=(${email}) already exists.`,
  });
  log.info({ body: { email, phone, notes, nested: { password } }, headers: { 'set-cookie': password } }, 'x');
  log.error({ err: error }, 'y');
  const text = await written();
  expect(text).toContain('duplicate key');
  for (const canary of Object.values(canaries)) expect(text, canary).not.toContain(canary);
});
