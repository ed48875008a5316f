import { afterAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/ports/clock.ts';
import { startTestServer } from '../../../roles/testing.ts';
import { addTotp, answerFactor, codeOf, logIn, makePerson, personWithTotp } from './factor-people.ts';

const clock = manualClock(new Date());
const server = await startTestServer({ clock, settings: { CARAVAN_ACCESS_TOKEN_TTL: '90d' } });
afterAll(() => server.stop());
const admin = await server.tokenFor('admin');
const dayMs = 86_400_000;

test('drivers and admins get 14 days for a second factor, others none', async () => {
  const driver = await makePerson(server, 'driver');
  const first = await logIn(server, driver);
  const due = new Date(clock.nowMs() + 14 * dayMs).toISOString();
  expect([first.status, first.json.factorDueAt]).toEqual([201, due]);
  expect((await server.request('GET', '/v1/me', { token: first.json.accessToken })).status).toBe(200);
  const { json } = await server.request('GET', '/v1/me/factors', { token: first.json.accessToken });
  expect([json.required, json.graceUntil]).toEqual([true, due]);
  clock.advance(3 * dayMs);
  expect((await logIn(server, driver)).json.factorDueAt).toBe(due);
  const customer = await logIn(server, await makePerson(server, 'customer'));
  expect(customer.json.factorDueAt).toBeUndefined();
});

test('after them a login can do nothing but add a factor, and everything with it', async () => {
  const driver = await makePerson(server, 'driver');
  await logIn(server, driver);
  clock.advance(14 * dayMs + 1000);
  const { status, json } = await logIn(server, driver);
  const token = json.accessToken;
  expect([status, Date.parse(json.factorDueAt) < clock.nowMs()]).toEqual([201, true]);
  const paths = ['/v1/deliveries', '/v1/parties', '/v1/me/sessions', '/v1/permissions'];
  const may = async (by: string) =>
    Promise.all(paths.map(async (path) => (await server.request('GET', path, { token: by })).status));
  expect((await may(token)).every((one) => one === 403 || one === 200)).toBe(true);
  expect((await server.request('GET', '/v1/deliveries', { token })).status).toBe(403);
  const patch = await server.request('PATCH', '/v1/me', { token, body: { name: 'Somebody else' } });
  expect(patch.status).toBe(403);
  const { json: refreshed } = await server.request('POST', '/v1/sessions/refresh', {
    body: { refreshToken: json.refreshToken },
  });
  expect((await server.request('GET', '/v1/deliveries', { token: refreshed.accessToken })).status).toBe(403);
  await addTotp(server, token);
  expect((await server.request('GET', '/v1/deliveries', { token })).status).toBe(200);
  expect((await server.request('GET', '/v1/deliveries', { token: refreshed.accessToken })).status).toBe(200);
});

test('where one is required the last factor stays', async () => {
  const { token, id } = await personWithTotp(server, 'driver');
  const refused = await server.request('DELETE', `/v1/me/factors/${id}`, { token });
  expect([refused.status, refused.json.code]).toEqual([409, 'factor_required']);
  expect((await server.request('GET', '/v1/me/factors', { token })).json.totps.length).toBe(1);
  const other = await personWithTotp(server, 'customer');
  const path = `/v1/me/factors/${other.id}`;
  expect((await server.request('DELETE', path, { token: other.token })).status).toBe(204);
  const left = (await server.request('GET', '/v1/me/factors', { token: other.token })).json;
  expect([left.totps, left.recoveryCodesLeft]).toEqual([[], 0]);
  expect((await logIn(server, other.person)).status).toBe(201);
});

test('an admin decides who must have one, and how long without', async () => {
  const before = await server.request('GET', '/v1/factor-policy', { token: admin });
  expect([before.json.requiredRoles, before.json.graceDays]).toEqual([['admin', 'driver'], 14]);
  const change = (body: object, headers: Record<string, string> = {}, token = admin) =>
    server.request('PATCH', '/v1/factor-policy', { token, body, headers });
  expect((await change({ graceDays: 0 }, {}, await server.tokenFor('dispatcher'))).status).toBe(403);
  expect((await change({ requiredRoles: ['nobody-has-this'] })).status).toBe(400);
  const changed = await change({ requiredRoles: ['customer'], graceDays: 0 }, { 'if-match': '"0"' });
  expect([changed.status, changed.json.version]).toEqual([200, 1]);
  expect((await change({ graceDays: 3 }, { 'if-match': '"0"' })).status).toBe(412);
  const { accessToken: token } = (await logIn(server, await makePerson(server, 'customer'))).json;
  expect((await server.request('PATCH', '/v1/me', { token, body: { name: 'Else' } })).status).toBe(403);
  expect((await logIn(server, await makePerson(server, 'driver'))).json.factorDueAt).toBeUndefined();
  expect((await change({ requiredRoles: ['admin', 'driver'], graceDays: 14 })).json.version).toBe(2);
});

test('an admin frees who lost everything; their sessions end and grace begins again', async () => {
  const { person, token, secret } = await personWithTotp(server, 'driver');
  const path = `/v1/users/${person.id}/factors`;
  expect((await server.request('DELETE', path, { token })).status).toBe(403);
  expect((await server.request('DELETE', path, { token: admin })).status).toBe(204);
  expect((await server.request('GET', '/v1/me', { token })).status).toBe(401);
  clock.advance(30_000);
  const { status, json } = await logIn(server, person);
  expect([status, json.factorDueAt]).toEqual([201, new Date(clock.nowMs() + 14 * dayMs).toISOString()]);
  const gone = await answerFactor(server, 'a'.repeat(43), { code: codeOf(secret, clock.nowMs()) });
  expect(gone.status).toBe(401);
  const events = (await server.eventsOf('factors', person.id)).map(({ name }) => name);
  expect(events).toEqual(['accounts.factorAdded', 'accounts.factorsReset']);
});
