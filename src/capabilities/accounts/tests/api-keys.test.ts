import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startNodeBeside } from '../../../roles/testing-node.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { apiKeysOf } from '../api-keys.ts';
import { keyHash, keyText } from '../rules/api-key-text.ts';
import { logIn, type TestUser } from './role-users.ts';

let server: TestServer;
let node: Awaited<ReturnType<typeof startNodeBeside>>;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  node = await startNodeBeside(server, { roles: ['api', 'realtime'] });
  admin = await logIn(server, ['admin']);
});
afterAll(async () => {
  await node.stop();
  await server.stop();
});

const as = (token: string, method: string, path: string, body?: unknown) =>
  server.request(method, path, { token, ...(body !== undefined && { body }) });
const make = (by: TestUser, body: object) => as(by.token, 'POST', '/v1/api-keys', { name: 'shop', ...body });
const onOtherNode = async (token: string, path: string) =>
  (await fetch(new URL(path, node.address), { headers: { authorization: `Bearer ${token}` } })).status;
/** The queries that a piece of work sends. */
const queriesOf = async (work: () => Promise<unknown>) => {
  const { sql } = server.database;
  const calls = async () =>
    (
      await sql`select coalesce(sum(xact_commit), 0)::int as n from pg_stat_database where datname = current_database()`
    )[0]!.n;
  const before = await calls();
  await work();
  return (await calls()) - before;
};

describe('the text of a key', () => {
  test('has its prefix, 256 bits and a checksum', () => {
    const text = keyText(Buffer.alloc(32, 7));
    expect(text).toMatch(/^crv_live_[\w-]{43}_[0-9a-f]{8}$/);
    expect(keyHash(text)).toEqual(createHash('sha256').update(text).digest());
    expect(keyHash(`${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    expect(keyHash('crv_live_short')).toBeUndefined();
  });
});

describe('a key', () => {
  test('is shown once, and only its hash is kept', async () => {
    const { status, json } = await make(admin, { permissions: { 'zone:read': 'all' } });
    expect([status, json.state, json.hint]).toEqual([201, 'active', `${json.secret.slice(0, 15)}…`]);
    const read = await as(admin.token, 'GET', `/v1/api-keys/${json.id}`);
    expect(read.json.secret).toBeUndefined();
    const listed = await as(admin.token, 'GET', '/v1/api-keys');
    expect(listed.text).toContain(json.id);
    expect(listed.text).not.toContain(json.secret);
    const [row] = await server.database.sql`
      select hash from accounts.api_key_secrets where key_id = ${json.id}`;
    expect(row!.hash).toEqual(createHash('sha256').update(json.secret).digest());
    const events = await server.eventsOf('api_key', json.id);
    expect(JSON.stringify(events)).not.toContain(json.secret);
  });

  test('is made once under an Idempotency-Key, and its answer is kept sealed', async () => {
    const send = () =>
      server.request('POST', '/v1/api-keys', {
        token: admin.token,
        body: { name: 'once', permissions: {} },
        headers: { 'idempotency-key': 'make-one' },
      });
    const [first, second] = [await send(), await send()];
    expect([second.status, second.json]).toEqual([201, first.json]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const [kept] = await server.database.sql`
      select body from platform.idempotency_keys where key = 'make-one'`;
    expect(kept!.body).toMatch(/^v1\./);
    expect(kept!.body).not.toContain(first.json.secret);
  });

  test('does what it was given and nothing else', async () => {
    const { json } = await make(admin, { permissions: { 'zone:read': 'all' } });
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(200);
    expect((await as(json.secret, 'GET', '/v1/deliveries')).status).toBe(403);
    expect((await as(json.secret, 'POST', '/v1/api-keys', { name: 'x', permissions: {} })).status).toBe(403);
  });

  test('is never more than its maker', async () => {
    const customer = await logIn(server, ['customer']);
    const wide = await make(customer, { permissions: { 'delivery:read': 'all' } });
    expect([wide.status, wide.json.code]).toEqual([403, 'beyond_own_rights']);
    const other = await make(customer, { permissions: { 'delivery:assign': 'own' } });
    expect(other.json.permissions).toEqual(['delivery:assign']);
    const premium = await make(customer, { permissions: {}, tier: 'premium' });
    expect(premium.json.code).toBe('forbidden');
    const company = { permissions: { 'delivery:read': 'party' }, companyIds: [admin.partyId] };
    expect((await make(customer, company)).status).toBe(403);
    expect((await make(customer, { permissions: { 'moon:land': 'own' } })).status).toBe(400);
    const own = await make(customer, { permissions: { 'delivery:read': 'own', 'delivery:create': 'party' } });
    expect(own.status).toBe(201);
    const body = { pickup: { lat: 47.1, lng: 9.5 }, dropoff: { lat: 47.2, lng: 9.5 } };
    const delivery = await as(own.json.secret, 'POST', '/v1/deliveries', body);
    expect([delivery.status, delivery.json.customerId]).toEqual([201, customer.partyId]);
    // What its maker loses, it loses.
    await as(admin.token, 'PUT', `/v1/users/${customer.id}/grants`, { roles: ['driver'] });
    expect((await as(own.json.secret, 'POST', '/v1/deliveries', body)).status).toBe(403);
    expect((await as(own.json.secret, 'GET', `/v1/deliveries/${delivery.json.id}`)).status).toBe(200);
    await server.database.sql`update accounts.users set deactivated_at = now() where id = ${customer.id}`;
    await server.database.sql`select pg_notify('caravan_rights', '{"what":"recheck","userId":null}')`;
    await expect
      .poll(async () => (await as(own.json.secret, 'GET', `/v1/deliveries/${delivery.json.id}`)).status)
      .toBe(401);
  });

  test('belongs to who made it', async () => {
    const [one, other] = [await logIn(server, ['customer']), await logIn(server, ['customer'])];
    const { json } = await make(one, { permissions: {} });
    const path = `/v1/api-keys/${json.id}`;
    expect((await as(other.token, 'GET', path)).status).toBe(404);
    expect((await as(other.token, 'DELETE', path)).status).toBe(404);
    expect((await as(other.token, 'GET', '/v1/api-keys')).json.items).toEqual([]);
    expect((await as(one.token, 'GET', '/v1/api-keys')).json.items).toHaveLength(1);
    expect((await as(one.token, 'DELETE', path)).status).toBe(204);
    expect((await as(one.token, 'DELETE', path)).status).toBe(204);
    const listed = await as(one.token, 'GET', '/v1/api-keys?revoked=true');
    expect(listed.json.items[0]).toMatchObject({ id: json.id, state: 'revoked' });
  });

  test('costs no query once it is known, and its uses are counted in batches', async () => {
    const { json } = await make(admin, { permissions: { 'role:read': 'all' } });
    // Answered from the program alone, so that what remains are the queries of the key.
    const ask = () => as(json.secret, 'GET', '/v1/permissions');
    expect((await ask()).status).toBe(200);
    const queries = await queriesOf(async () => {
      for (let count = 0; count < 200; count++) expect((await ask()).status).toBe(200);
    });
    // What runs by itself meanwhile, such as the other node's look at the outbox; not one for each request.
    expect(queries).toBeLessThan(100);
    await apiKeysOf(server.ctx).flush();
    const read = await as(admin.token, 'GET', `/v1/api-keys/${json.id}`);
    expect(read.json).toMatchObject({ uses: 201, lastUsedAddress: '127.0.0.1' });
  });

  test('revoked, it lets nobody in on any node', async () => {
    const { json } = await make(admin, { permissions: { 'zone:read': 'all' } });
    expect(await onOtherNode(json.secret, '/v1/delivery-zones')).toBe(200);
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(200);
    await as(admin.token, 'DELETE', `/v1/api-keys/${json.id}`);
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(401);
    await expect
      .poll(() => onOtherNode(json.secret, '/v1/delivery-zones'), { interval: 10, timeout: 1000 })
      .toBe(401);
    const changed = await as(admin.token, 'PATCH', `/v1/api-keys/${json.id}`, { name: 'x' });
    expect(changed.json.code).toBe('key_not_active');
    const rotated = await as(admin.token, 'POST', `/v1/api-keys/${json.id}/rotate`, {});
    expect(rotated.json.code).toBe('key_not_active');
  });

  test('revoked, its live sockets are closed on every node', async () => {
    const { json } = await make(admin, { permissions: { 'live:connect': 'all' } });
    const socket = new WebSocket(`${node.address.replace('http', 'ws')}/v1/live`, {
      headers: { authorization: `Bearer ${json.secret}` },
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
    await as(admin.token, 'DELETE', `/v1/api-keys/${json.id}`);
    const late = new Promise((resolve) => setTimeout(resolve, 1000, 'still open after a second'));
    expect(await Promise.race([closed, late])).toBe('closed');
    socket.terminate();
  });

  test('what a user is granted or loses holds on every node within a second, for their keys too', async () => {
    const user = await logIn(server, ['dispatcher']);
    const { json } = await make(user, { permissions: { 'zone:read': 'all' } });
    const both = async () => [
      await onOtherNode(user.token, '/v1/delivery-zones'),
      await onOtherNode(json.secret, '/v1/delivery-zones'),
    ];
    expect(await both()).toEqual([200, 200]);
    await as(admin.token, 'PUT', `/v1/users/${user.id}/grants`, { roles: ['customer'] });
    await expect.poll(both, { interval: 10, timeout: 1000 }).toEqual([403, 403]);
    await as(admin.token, 'PUT', `/v1/users/${user.id}/grants`, { roles: ['dispatcher'] });
    await expect.poll(both, { interval: 10, timeout: 1000 }).toEqual([200, 200]);
  });

  test('narrowed, it may do less at once', async () => {
    const { json } = await make(admin, { permissions: { 'zone:read': 'all', 'rate:read': 'all' } });
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(200);
    const patch = { permissions: { 'rate:read': 'all' }, name: 'narrow' };
    const changed = await as(admin.token, 'PATCH', `/v1/api-keys/${json.id}`, patch);
    expect(changed.json).toMatchObject({ version: 2, ...patch });
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(403);
    expect((await as(json.secret, 'GET', '/v1/delivery-rates')).status).toBe(200);
  });

  test('rotated, both secrets let in for a while', async () => {
    const { json } = await make(admin, { permissions: { 'zone:read': 'all' } });
    const path = `/v1/api-keys/${json.id}/rotate`;
    const next = await as(admin.token, 'POST', path, { overlapSeconds: 600 });
    expect(next.json.previous.hint).toBe(json.hint);
    const tryAll = async (secrets: string[]) =>
      Promise.all(secrets.map(async (secret) => (await as(secret, 'GET', '/v1/delivery-zones')).status));
    expect(await tryAll([json.secret, next.json.secret])).toEqual([200, 200]);
    const last = await as(admin.token, 'POST', path, { overlapSeconds: 0 });
    expect(last.json.previous).toBeNull();
    expect(await tryAll([json.secret, next.json.secret, last.json.secret])).toEqual([401, 401, 200]);
  });

  test('ends when it was to end', async () => {
    const soon = new Date(Date.now() + 700).toISOString();
    const { json } = await make(admin, { permissions: { 'zone:read': 'all' }, expiresAt: soon });
    expect((await as(json.secret, 'GET', '/v1/delivery-zones')).status).toBe(200);
    await expect
      .poll(async () => (await as(json.secret, 'GET', '/v1/delivery-zones')).status, { interval: 50 })
      .toBe(401);
    expect((await as(admin.token, 'GET', `/v1/api-keys/${json.id}`)).json.state).toBe('expired');
    const past = await make(admin, { permissions: {}, expiresAt: '2020-01-01T00:00:00Z' });
    expect([past.status, past.json.errors[0].field]).toEqual([400, 'expiresAt']);
  });

  test('that nobody made lets nobody in', async () => {
    for (const secret of [keyText(Buffer.alloc(32, 1)), 'crv_live_', `crv_live_${'a'.repeat(43)}_00000000`])
      expect((await as(secret, 'GET', '/v1/delivery-zones')).status).toBe(401);
  });
});
