import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import {
  goodPassword,
  logIn,
  mailsTo,
  mailTo,
  newMail,
  refresh,
  signUpSomebody,
  tokenMailed,
} from './people.ts';

const server = await startTestServer({ roles: ['api', 'worker'] });
afterAll(() => server.stop());

test('somebody signs up, confirms, logs in, sees their account and logs out', async () => {
  const mail = newMail();
  const asked = await server.request('POST', '/v1/sign-ups', {
    body: { mail: ` ${mail} `, password: goodPassword, name: 'Ada Example', language: 'de' },
  });
  expect([asked.status, asked.json]).toEqual([202, { mailSent: true }]);
  expect((await logIn(server, { mail })).json.code).toBe('login_refused');
  const message = await mailTo(server, mail);
  expect(message.subject).toBe('Bestätigen Sie Ihre Mailadresse');
  expect(message.html).toContain('Ada Example');
  const token = await tokenMailed(server, mail);
  const body = { token, transport: 'body' };
  const verified = await server.request('POST', '/v1/mail-verifications', { body });
  expect(verified.status).toBe(200);
  expect(verified.json.user).toMatchObject({ mail, name: 'Ada Example', roles: ['customer'] });
  expect(verified.json.expiresInSeconds).toBe(900);
  const again = await server.request('POST', '/v1/mail-verifications', { body });
  expect([again.status, again.json.code]).toEqual([410, 'link_not_valid']);

  const login = await logIn(server, { mail: mail.toUpperCase() });
  expect(login.status).toBe(201);
  const me = await server.request('GET', '/v1/me', { token: login.json.accessToken });
  expect(me.json).toMatchObject({ mail, mailVerified: true, language: 'de', roles: ['customer'] });
  expect(me.json.permissions['delivery:read']).toBe('party');
  expect(await server.eventsOf('user', me.json.id)).toMatchObject([{ name: 'accounts.userCreated' }]);
  const party = await server.request('GET', `/v1/parties/${me.json.partyId}`, {
    token: login.json.accessToken,
  });
  expect(party.json).toMatchObject({ kind: 'person', name: 'Ada Example', email: mail });

  const { refreshToken } = login.json;
  expect((await server.request('POST', '/v1/sessions/logout', { body: { refreshToken } })).status).toBe(204);
  expect((await server.request('POST', '/v1/sessions/logout', { body: { refreshToken } })).status).toBe(204);
  const over = await server.request('GET', '/v1/me', { token: login.json.accessToken });
  expect([over.status, over.json.code]).toEqual([401, 'not_authenticated']);
  expect((await refresh(server, refreshToken)).json.code).toBe('session_over');
});

test('known and unknown addresses are answered alike; only the owner learns of the try', async () => {
  const { mail } = await signUpSomebody(server);
  const before = (await mailTo(server, mail)).id;
  const unknown = newMail();
  const ask = (path: string, body: object) => server.request('POST', path, { body });
  const shown = ({ status, json }: { status: number; json: Record<string, unknown> }) => {
    const { requestId: _, ...rest } = json;
    return [status, rest];
  };
  const signUp = (to: string) => ask('/v1/sign-ups', { mail: to, password: goodPassword, name: 'Eve' });
  expect(shown(await signUp(mail))).toEqual(shown(await signUp(unknown)));
  expect((await mailTo(server, mail, before)).subject).toBe('You have an account already');
  expect((await mailTo(server, unknown)).subject).toBe('Confirm your mail address');
  const silent = newMail();
  const reset = (to: string) => ask('/v1/password-resets', { mail: to });
  expect(shown(await reset(mail))).toEqual(shown(await reset(silent)));
  const wrong = (to: string) => logIn(server, { mail: to, password: 'not the one at all' });
  expect(shown(await wrong(mail))).toEqual(shown(await wrong(silent)));
  await expect.poll(async () => (await mailsTo(server, mail)).length, { timeout: 30_000 }).toBe(3);
  expect(await mailsTo(server, silent)).toEqual([]);
});

test('a password is judged by its length and by what is guessed first', async () => {
  const judge = async (password: string, name = 'Grace Hopper', mail = newMail()) =>
    (await server.request('POST', '/v1/sign-ups', { body: { mail, password, name } })).json.code;
  for (const weak of [
    'short',
    'elevenchars',
    'passwordpassword',
    'P4ssw0rd!2026',
    'aaaaaaaaaaaaaa',
    'abcdefghijklmn',
    '123456789012',
    'qwertyuiop[]12',
    'Welcome2026!!',
    'letmeinplease1',
    'gracehopper1906',
    '2026-11-22-17-30',
    'x'.repeat(300),
  ])
    expect([weak, await judge(weak)]).toEqual([weak, 'password_too_weak']);
  for (const fine of [
    goodPassword,
    'tiny violet harbour',
    'korrektes Pferd Batterie',
    '長い長い合言葉をここに入れます',
    '!9 {Gf4]t_Qz',
  ])
    expect([fine, await judge(fine)]).toEqual([fine, undefined]);
});

test('a new password by mail ends all sessions and leaves the old one worthless', async () => {
  const user = await signUpSomebody(server);
  const before = (await mailTo(server, user.mail)).id;
  await server.request('POST', '/v1/password-resets', { body: { mail: user.mail } });
  const token = await tokenMailed(server, user.mail, before);
  const newPassword = 'another nine umbrellas';
  const confirm = (password: string) =>
    server.request('POST', '/v1/password-resets/confirm', { body: { token, password } });
  expect((await confirm('password')).json.code).toBe('password_too_weak');
  expect((await confirm(newPassword)).status).toBe(204);
  expect((await confirm(newPassword)).json.code).toBe('link_not_valid');
  expect((await server.request('GET', '/v1/me', { token: user.token })).status).toBe(401);
  expect((await refresh(server, user.refreshToken)).status).toBe(401);
  expect((await logIn(server, user)).status).toBe(401);
  expect((await logIn(server, { mail: user.mail, password: newPassword })).status).toBe(201);
  const names = (await server.eventsOf('user', user.userId)).map(({ name }) => name);
  expect(names).toEqual(['accounts.userCreated', 'accounts.passwordChanged']);
});

test('password and address are changed by who knows the password; other devices are logged out', async () => {
  const user = await signUpSomebody(server);
  const other = (await logIn(server, user)).json;
  const put = (currentPassword: string, newPassword: string) =>
    server.request('PUT', '/v1/me/password', { token: user.token, body: { currentPassword, newPassword } });
  expect((await put('wrong wrong wrong', 'new new umbrellas')).json.code).toBe('password_wrong');
  expect((await put(goodPassword, 'hello')).json.errors[0].field).toBe('newPassword');
  expect((await put(goodPassword, 'nine purple umbrellas')).status).toBe(204);
  expect((await server.request('GET', '/v1/me', { token: other.accessToken })).status).toBe(401);
  expect((await server.request('GET', '/v1/me', { token: user.token })).status).toBe(200);

  const mail = newMail();
  const change = (currentPassword: string) =>
    server.request('POST', '/v1/me/mail-change', { token: user.token, body: { mail, currentPassword } });
  expect((await change('wrong wrong wrong')).json.code).toBe('password_wrong');
  expect((await change('nine purple umbrellas')).status).toBe(202);
  const token = await tokenMailed(server, mail);
  const confirm = () => server.request('POST', '/v1/mail-changes/confirm', { body: { token } });
  expect([(await confirm()).status, (await confirm()).status]).toEqual([204, 410]);
  const me = await server.request('GET', '/v1/me', { token: user.token });
  expect(me.json.mail).toBe(mail);
  const notice = await mailTo(server, user.mail, (await mailTo(server, user.mail)).id - 1);
  expect(notice.subject).toMatch(/address was changed|password was changed/);
});

test('name and language are changed, against the version that was seen', async () => {
  const { token, partyId } = await signUpSomebody(server);
  const patch = (body: object, version: number) =>
    server.request('PATCH', '/v1/me', { token, body, headers: { 'if-match': `"v${version}"` } });
  const changed = await patch({ name: 'Ada Lovelace', language: 'fr' }, 1);
  expect(changed.json).toMatchObject({ name: 'Ada Lovelace', language: 'fr', version: 2 });
  expect((await patch({ name: 'Somebody' }, 1)).json.code).toBe('precondition_failed');
  expect((await server.request('GET', `/v1/parties/${partyId}`, { token })).json.name).toBe('Ada Lovelace');
});

test('a development token has no account', async () => {
  const token = await server.tokenFor('customer');
  expect((await server.request('GET', '/v1/me', { token })).status).toBe(404);
  expect((await server.request('GET', '/v1/sessions', { token })).json.items).toEqual([]);
});
