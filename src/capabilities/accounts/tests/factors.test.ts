import { afterAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/ports/clock.ts';
import { startTestServer } from '../../../roles/testing.ts';
import {
  addTotp,
  answerFactor,
  codeOf,
  factorSecurity,
  logIn,
  makePerson,
  personWithTotp,
  testPassword,
} from './factor-people.ts';

// Near the machine's time, which the database uses, and moved by hand.
const clock = manualClock(new Date());
const server = await startTestServer({ clock, settings: { CARAVAN_ACCESS_TOKEN_TTL: '90d' } });
afterAll(() => server.stop());

const nextStep = () => clock.advance(30_000);
const codeNow = (secret: string) => codeOf(secret, clock.nowMs());

test('an authenticator app counts when a code has confirmed it, and is asked for from then on', async () => {
  const person = await makePerson(server);
  const first = await logIn(server, person);
  expect([first.status, first.json.state]).toEqual([201, undefined]);
  const token = first.json.accessToken;
  const setup = await server.request('POST', '/v1/me/factors/totp', { token, body: { name: 'Phone' } });
  expect([setup.status, setup.json.qrSvg.slice(0, 4)]).toEqual([201, '<svg']);
  expect(new URL(setup.json.uri).searchParams.get('secret')).toBe(setup.json.secret);

  expect((await logIn(server, person)).status).toBe(201);
  const confirm = (code: string) =>
    server.request('POST', `/v1/me/factors/totp/${setup.json.id}/confirmation`, { token, body: { code } });
  const wrong = String((Number(codeNow(setup.json.secret)) + 1) % 1_000_000).padStart(6, '0');
  expect((await confirm(wrong)).json.code).toBe('code_wrong');
  const confirmed = await confirm(codeNow(setup.json.secret));
  expect([confirmed.status, confirmed.json.factor.name]).toEqual([200, 'Phone']);
  expect(new Set(confirmed.json.recoveryCodes).size).toBe(10);
  expect((await confirm(codeNow(setup.json.secret))).status).toBe(409);

  const second = await logIn(server, person);
  expect([second.status, second.json.state, second.json.accessToken]).toEqual([
    200,
    'factorRequired',
    undefined,
  ]);
  expect(second.json.factors).toEqual(['totp', 'recovery_code']);
  nextStep();
  const { status, json } = await answerFactor(server, second.json.challenge, {
    code: codeNow(setup.json.secret),
  });
  expect([status, json.user.id]).toEqual([201, person.id]);
  const sessions = await server.request('GET', '/v1/me/sessions', { token: json.accessToken });
  expect(sessions.json.items.find((one: { current: boolean }) => one.current).factors).toEqual([
    'password',
    'totp',
  ]);
  const { json: listed } = await server.request('GET', '/v1/me/factors', { token: json.accessToken });
  expect([listed.totps.length, listed.recoveryCodesLeft, listed.required]).toEqual([1, 10, false]);
  expect(await factorSecurity(server, person.id)).toEqual(['accounts.factorAdded success']);
  const events = await server.eventsOf('factors', person.id);
  expect(events.map(({ name, sequence }) => [name, sequence])).toEqual([['accounts.factorAdded', 1]]);
  const [{ secret }] = (await server.database.sql`
    select secret from accounts.factor_totps where id = ${setup.json.id}`) as unknown as [{ secret: string }];
  expect(secret).toMatch(/^v1\./);
});

test('a code is good once, also for two at the same moment and in another login', async () => {
  const { person, secret } = await personWithTotp(server);
  nextStep();
  const challenges = await Promise.all([logIn(server, person), logIn(server, person)]);
  const code = codeNow(secret);
  const answers = await Promise.all(
    challenges.map(({ json }) => answerFactor(server, json.challenge, { code })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
});

test('a step can be answered once, not twice and not too late', async () => {
  const { person, secret, recoveryCodes } = await personWithTotp(server);
  nextStep();
  const { challenge } = (await logIn(server, person)).json;
  const answers = await Promise.all([
    answerFactor(server, challenge, { code: codeNow(secret) }),
    answerFactor(server, challenge, { recoveryCode: recoveryCodes[0] }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  const late = (await logIn(server, person)).json.challenge;
  clock.advance(601_000);
  const { status, json } = await answerFactor(server, late, { code: codeNow(secret) });
  expect([status, json.code]).toEqual([401, 'challenge_over']);
  expect((await answerFactor(server, 'x'.repeat(43), { code: codeNow(secret) })).json.code).toBe(
    'challenge_over',
  );
});

test('five wrong codes hold up the right one too, in every login; the owner is told once', async () => {
  const { person, secret } = await personWithTotp(server);
  const challenges = (await Promise.all([logIn(server, person), logIn(server, person)])).map(
    ({ json }) => json.challenge as string,
  );
  nextStep();
  const right = codeNow(secret);
  const wrong = right === '000000' ? '000001' : '000000';
  const tries = await Promise.all(
    Array.from({ length: 12 }, (_, index) => answerFactor(server, challenges[index % 2]!, { code: wrong })),
  );
  const statuses = tries.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBe(5);
  expect(statuses.filter((status) => status === 429).length).toBe(7);
  const held = await answerFactor(server, challenges[0]!, { code: right });
  expect([held.status, held.headers.get('retry-after') !== null]).toEqual([429, true]);
  const mails = await server.database.sql`
    select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'accounts.mailFactorNotice' and payload ->> 'notice' = 'codesGuessed'
      and payload ->> 'userId' = ${person.id}`;
  expect(mails.length).toBe(1);
  const failures = (await factorSecurity(server, person.id)).filter((line) => line.endsWith('failure'));
  expect(failures.length).toBe(5);
});

test('a recovery code lets in once; new ones replace all of them', async () => {
  const { person, token, recoveryCodes } = await personWithTotp(server);
  const useCode = async (recoveryCode: string) => {
    const { challenge } = (await logIn(server, person)).json;
    return (await answerFactor(server, challenge, { recoveryCode })).status;
  };
  expect(await useCode(recoveryCodes[0]!.toLowerCase().replaceAll('-', ' '))).toBe(201);
  expect(await useCode(recoveryCodes[0]!)).toBe(401);
  const { json } = await server.request('POST', '/v1/me/factors/recovery-codes', { token, body: {} });
  expect(json.recoveryCodes.filter((code: string) => recoveryCodes.includes(code))).toEqual([]);
  expect(await useCode(recoveryCodes[1]!)).toBe(401);
  expect(await useCode(json.recoveryCodes[9])).toBe(201);
  const [row] = await server.database.sql<{ found: boolean }[]>`
    select exists (select from accounts.factor_recovery_codes
      where encode(hash, 'escape') like ${`%${json.recoveryCodes[0]}%`}) as found`;
  expect(row!.found).toBe(false);
});

test('a change of factors asks again who it is, and takes the factor for an answer, not the password', async () => {
  const { token, secret } = await personWithTotp(server);
  clock.advance(901_000);
  const refused = await server.request('POST', '/v1/me/factors/recovery-codes', { token, body: {} });
  expect([refused.status, refused.json.code, refused.json.methods]).toEqual([
    403,
    'recent_login_needed',
    ['totp', 'recovery_code'],
  ]);
  const confirm = (body: object) => server.request('POST', '/v1/me/confirmation', { token, body });
  expect((await confirm({ password: testPassword })).status).toBe(401);
  expect((await confirm({ code: codeNow(secret), password: testPassword })).status).toBe(400);
  expect((await confirm({ code: codeNow(secret) })).status).toBe(200);
  expect((await server.request('POST', '/v1/me/factors/recovery-codes', { token, body: {} })).status).toBe(
    201,
  );
});

test('without a factor the password is asked again', async () => {
  const person = await makePerson(server);
  const { accessToken: token } = (await logIn(server, person)).json;
  clock.advance(901_000);
  const start = () => server.request('POST', '/v1/me/factors/totp', { token, body: {} });
  expect((await start()).json.methods).toEqual(['password']);
  const confirm = (password: string) =>
    server.request('POST', '/v1/me/confirmation', { token, body: { password } });
  expect((await confirm('something else')).json.code).toBe('factor_refused');
  expect((await start()).status).toBe(403);
  expect((await confirm(testPassword)).status).toBe(200);
  expect((await start()).status).toBe(201);
});

test('a remembered browser is not asked for 30 days, or until it is forgotten or a factor goes', async () => {
  const { person, token, secret, id } = await personWithTotp(server);
  nextStep();
  const { challenge } = (await logIn(server, person, { transport: 'cookie' })).json;
  const answered = await answerFactor(server, challenge, { code: codeNow(secret), rememberDevice: true });
  const set = answered.headers.getSetCookie().find((line) => line.startsWith('caravan_remembered='))!;
  expect(set).toMatch(/HttpOnly; SameSite=Lax; Max-Age=2592000/);
  expect(answered.json.rememberToken).toBeUndefined();
  const cookie = set.split(';')[0]!;
  const again = () => logIn(server, person, {}, { cookie });
  const { status, json } = await again();
  expect(status).toBe(201);
  const change = await server.request('POST', '/v1/me/factors/totp', { token: json.accessToken, body: {} });
  expect(change.json.code).toBe('recent_login_needed');
  const other = await makePerson(server);
  const otherToken = (await logIn(server, other)).json.accessToken;
  await addTotp(server, otherToken);
  expect((await logIn(server, other, {}, { cookie })).status).toBe(200);

  const { items } = (await server.request('GET', '/v1/me/remembered-devices', { token })).json;
  expect(items.length).toBe(1);
  const path = `/v1/me/remembered-devices/${items[0].id}`;
  expect((await server.request('DELETE', path, { token: otherToken })).status).toBe(404);
  expect((await server.request('DELETE', path, { token })).status).toBe(204);
  expect((await again()).status).toBe(200);

  const rememberAgain = async () => {
    nextStep();
    const { json: asked } = await logIn(server, person);
    const body = { code: codeNow(secret), rememberDevice: true };
    return (await answerFactor(server, asked.challenge, body)).json.rememberToken as string;
  };
  const rememberToken = await rememberAgain();
  expect((await logIn(server, person, { rememberToken })).status).toBe(201);
  clock.advance(31 * 86_400_000);
  expect((await logIn(server, person, { rememberToken })).status).toBe(200);
  const fresh = await rememberAgain();
  const { json: asked } = await logIn(server, person);
  nextStep();
  const { accessToken } = (await answerFactor(server, asked.challenge, { code: codeNow(secret) })).json;
  await addTotp(server, accessToken);
  expect((await server.request('DELETE', `/v1/me/factors/${id}`, { token: accessToken })).status).toBe(204);
  expect((await logIn(server, person, { rememberToken: fresh })).status).toBe(200);
});

test('a factor has a name that its owner gives it, and nobody else', async () => {
  const { person, token, id } = await personWithTotp(server);
  const rename = (by: string) =>
    server.request('PATCH', `/v1/me/factors/${id}`, { token: by, body: { name: 'Tablet' } });
  const stranger = (await logIn(server, await makePerson(server))).json.accessToken;
  expect((await rename(stranger)).status).toBe(404);
  expect((await server.request('DELETE', `/v1/me/factors/${id}`, { token: stranger })).status).toBe(404);
  expect((await rename(token)).status).toBe(204);
  const { json } = await server.request('GET', '/v1/me/factors', { token });
  expect(json.totps[0].name).toBe('Tablet');
  const events = (await server.eventsOf('factors', person.id)).map(({ name }) => name);
  expect(events).toEqual(['accounts.factorAdded', 'accounts.factorRenamed']);
});
