import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/ports/rng.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { makeSetupLink } from '../setup-link.ts';
import {
  goodPassword,
  logIn,
  mailTo,
  newMail,
  signUpSomebody,
  tokenMailed,
  userOf,
  type TestUser,
} from './people.ts';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'worker'] });
});
afterAll(() => server.stop());

const tokenOf = (link: string): string => link.split('#token=')[1] as string;
const accept = (body: object) =>
  server.request('POST', '/v1/invitations/accept', {
    body: { name: 'Dora Driver', password: goodPassword, transport: 'body', ...body },
  });
/** As the links name it: the port is one that the system chose. */
const origin = (): string => `http://localhost:${new URL(server.address).port}`;
const invite = (token: string, body: object) => server.request('POST', '/v1/invitations', { token, body });

test('the first admin is made with a link that works once, and only while there is nobody', async () => {
  const early = await makeSetupLink(server.ctx);
  const link = (await makeSetupLink(server.ctx)) as string;
  expect(link).toMatch(/\/app\/setup#token=[\w-]{43}$/);
  expect(new URL(link).origin).toBe(origin());
  const setUp = (token: string, mail = newMail()) =>
    server.request('POST', '/v1/setup', {
      body: { token, mail, name: 'Olga Operator', password: goodPassword, transport: 'body' },
    });
  expect((await setUp(tokenOf(early as string))).json.code).toBe('link_not_valid');
  const answers = await Promise.all([setUp(tokenOf(link)), setUp(tokenOf(link))]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 410]);
  const made = answers.find(({ status }) => status === 201);
  expect(made?.json.user.roles).toEqual(['admin']);
  admin = userOf(made!, made?.json.user.mail);
  expect(await makeSetupLink(server.ctx)).toBeUndefined();
});

test('a driver who is known accepts a link and is that driver', async () => {
  const dispatcher = await server.tokenFor('dispatcher');
  const driver = await server.request('POST', '/v1/drivers', { token: dispatcher, body: { name: 'Dora' } });
  const driverId = driver.json.id as string;
  const made = await invite(dispatcher, { role: 'driver', partyId: driverId, name: 'Dora' });
  expect([made.status, made.json.state, made.json.mail]).toEqual([201, 'open', null]);
  expect(new URL(made.json.link).origin).toBe(origin());
  const token = tokenOf(made.json.link);
  const open = await server.request('GET', `/v1/invitations/open/${token}`);
  expect(open.json).toMatchObject({ role: 'driver', name: 'Dora', mail: null });
  expect((await accept({ token })).json.errors[0].field).toBe('mail');
  const mail = newMail();
  const accepted = await accept({ token, mail });
  expect(accepted.status).toBe(201);
  expect(accepted.json.user).toMatchObject({ partyId: driverId, roles: ['driver'] });
  const mine = { token: accepted.json.accessToken };
  expect((await server.request('GET', `/v1/drivers/${driverId}`, mine)).status).toBe(200);
  expect((await server.request('GET', '/v1/me', mine)).json.mailVerified).toBe(false);
  const verify = { token: await tokenMailed(server, mail), transport: 'body' };
  expect((await server.request('POST', '/v1/mail-verifications', { body: verify })).status).toBe(200);
  expect((await server.request('GET', '/v1/me', mine)).json.mailVerified).toBe(true);
  expect((await accept({ token, mail: newMail() })).json.code).toBe('link_not_valid');
  const names = (await server.eventsOf('invitation', made.json.id)).map(({ name }) => name);
  expect(names).toEqual(['accounts.invitationCreated', 'accounts.invitationAccepted']);
});

test('a carrier is invited by mail into their company', async () => {
  const company = await server.request('POST', '/v1/parties', {
    token: admin.token,
    body: { kind: 'company', name: 'Fast Freight' },
  });
  const mail = newMail();
  const made = await invite(admin.token, {
    role: 'carrier',
    mail,
    companyId: company.json.id,
    language: 'de',
  });
  expect(made.json.link).toBeUndefined();
  const sent = await mailTo(server, mail);
  expect(sent.subject).toBe('Sie sind eingeladen');
  expect(sent.plain).toContain(`${origin()}/app/invitation#token=`);
  const token = await tokenMailed(server, mail);
  const accepted = await accept({ token, name: 'Carl Carrier' });
  expect(accepted.json.user).toMatchObject({ mail, roles: ['carrier'] });
  const mine = { token: accepted.json.accessToken };
  expect((await server.request('GET', '/v1/me', mine)).json).toMatchObject({
    mailVerified: true,
    language: 'de',
  });
  expect((await server.request('GET', `/v1/parties/${company.json.id}`, mine)).status).toBe(200);
});

test('nobody invites above themselves, and an invitation does not tell who has an account', async () => {
  const dispatcher = await server.tokenFor('dispatcher');
  for (const role of ['admin', 'support', 'dispatcher'])
    expect((await invite(dispatcher, { role })).json.code).toBe('forbidden');
  expect((await invite(dispatcher, { role: 'emperor' })).json.code).toBe('invalid_request');
  expect((await invite(await server.tokenFor('driver'), { role: 'driver' })).status).toBe(403);
  expect((await invite(admin.token, { role: 'dispatcher' })).status).toBe(201);
  const { link } = (await invite(dispatcher, { role: 'customer' })).json;
  const token = tokenOf(link);
  for (let tries = 0; tries < 5; tries++)
    expect((await accept({ token, mail: admin.mail })).json.code).toBe('mail_taken');
  expect((await accept({ token, mail: newMail() })).json.code).toBe('link_not_valid');
});

test('an invitation is listed, and taken back', async () => {
  const made = await invite(admin.token, { role: 'host' });
  const first = await server.request('GET', '/v1/invitations?limit=1', { token: admin.token });
  expect(first.json.items[0].id).toBe(made.json.id);
  const next = `/v1/invitations?limit=1&cursor=${first.json.nextCursor}`;
  expect((await server.request('GET', next, { token: admin.token })).json.items[0].id).not.toBe(made.json.id);
  const remove = () => server.request('DELETE', `/v1/invitations/${made.json.id}`, { token: admin.token });
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  expect((await accept({ token: tokenOf(made.json.link), mail: newMail() })).status).toBe(410);
  const missing = `/v1/invitations/${newId(server.ctx)}`;
  expect((await server.request('DELETE', missing, { token: admin.token })).status).toBe(404);
});

test('admins find users and lock them out at once; the last admin stays', async () => {
  const user = await signUpSomebody(server);
  const asAdmin = { token: admin.token };
  const found = await server.request('GET', `/v1/users?q=${encodeURIComponent(user.mail)}`, asAdmin);
  expect(found.json.items).toMatchObject([{ id: user.userId, roles: ['customer'], deactivatedAt: null }]);
  expect((await server.request('GET', '/v1/users', { token: user.token })).status).toBe(403);
  const patch = (id: string, body: object) =>
    server.request('PATCH', `/v1/users/${id}`, { ...asAdmin, body });
  const off = await patch(user.userId, { deactivated: true });
  expect(off.json.deactivatedAt).not.toBeNull();
  expect((await server.request('GET', '/v1/me', { token: user.token })).status).toBe(401);
  expect((await logIn(server, user)).json.code).toBe('login_refused');
  expect((await patch(user.userId, { deactivated: false, name: 'Ada Back' })).json.name).toBe('Ada Back');
  expect((await logIn(server, user)).status).toBe(201);
  expect((await server.request('GET', `/v1/users/${user.userId}`, asAdmin)).json.version).toBe(4);
  expect((await patch(admin.userId, { deactivated: true })).json.code).toBe('conflict');
  const other = await server.tokenFor('admin');
  const last = await server.request('PATCH', `/v1/users/${admin.userId}`, {
    token: other,
    body: { deactivated: true },
  });
  expect(last.json.code).toBe('last_admin');
  expect((await server.request('GET', '/v1/me', asAdmin)).status).toBe(200);
});
