import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { addTotp, logIn, makePerson, personWithTotp } from './factor-people.ts';
import {
  clientSecret,
  openBrowser,
  startIndependentProvider,
  type Somebody,
} from './independent-provider.ts';

const server = await startTestServer();
const origin = `http://localhost:${new URL(server.address).port}`;
const callback = `${origin}/v1/oidc/work/callback`;
const provider = await startIndependentProvider(callback);
afterAll(async () => {
  await provider.stop();
  await server.stop();
});

const admin = await server.tokenFor('admin');
const connect = (id: string, more: object = {}, token = admin) =>
  server.request('POST', '/v1/oidc-connections', {
    token,
    body: { id, name: id, issuer: provider.issuer, clientId: 'caravan-test', clientSecret, ...more },
  });
const created = await connect('work', { name: 'Work account' });
await connect('other');

let count = 0;
let somebody: Somebody;
beforeEach(() => {
  somebody = {
    sub: `sub-${++count}`,
    email: `sub-${count}@work.example`,
    email_verified: true,
    name: 'Grace',
  };
  provider.somebody = somebody;
});

const isBack = (url: string) => url.startsWith(origin);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

/** From our door through the provider to the address with its answer. */
async function comeBack(browser = openBrowser(), change: (url: URL) => void = () => {}, query = '') {
  const started = await browser.get(`${origin}/v1/oidc/work/start${query}`);
  const location = new URL(started.headers.get('location')!);
  change(location);
  return { browser, back: await browser.visit(location.href, isBack) };
}

/** Links the person at the provider with an account, in the browser of its owner. */
async function link(token: string, browser = openBrowser(), provided = 'work') {
  const begun = await server.request('POST', '/v1/me/identities', { token, body: { provider: provided } });
  if (begun.status !== 200) return begun;
  browser.keep(origin, begun);
  const back = await browser.visit(begun.json.authorizationUrl, isBack);
  const response = await browser.get(back);
  return {
    status: response.status,
    json: response.status === 303 ? undefined : ((await response.json()) as any),
  };
}

async function linkedPerson() {
  const person = await makePerson(server);
  const token = (await logIn(server, person)).json.accessToken as string;
  expect((await link(token)).status).toBe(303);
  return { person, token };
}

test('connections are made by admins, their secrets sealed and never shown', async () => {
  expect([created.status, created.json.hasSecret, created.json.callbackUrl]).toEqual([201, true, callback]);
  expect(created.text).not.toContain(clientSecret);
  const [row] = await server.database.sql<{ clientSecret: string }[]>`
    select client_secret from accounts.oidc_connections where id = 'work'`;
  expect(row!.clientSecret).toMatch(/^v1\./);
  const { json } = await server.request('GET', '/v1/oidc/providers');
  expect(json.items).toContainEqual({ id: 'work', name: 'Work account' });
  expect((await connect('work')).json.code).toBe('oidc_connection_exists');
  expect((await connect('mine', {}, await server.tokenFor('dispatcher'))).status).toBe(403);
  expect((await connect('plain', { issuer: 'http://login.example.org' })).json.errors[0].field).toBe(
    'issuer',
  );
  const list = await server.request('GET', '/v1/oidc-connections', {
    token: await server.tokenFor('support'),
  });
  expect(list.json.items.map(({ id }: { id: string }) => id)).toEqual(['other', 'work']);
});

test('the way to the provider has PKCE, state and nonce; the way back only leads to this host', async () => {
  const started = await openBrowser().get(`${origin}/v1/oidc/work/start?returnTo=//evil.example`);
  const asked = Object.fromEntries(new URL(started.headers.get('location')!).searchParams);
  expect([started.status, asked.code_challenge_method, asked.redirect_uri]).toEqual([303, 'S256', callback]);
  for (const name of ['code_challenge', 'state', 'nonce'])
    expect([name, asked[name]!.length]).toEqual([name, 43]);
  expect(started.headers.getSetCookie()[0]).toMatch(/^caravan_oidc=.*HttpOnly; SameSite=Lax; Max-Age=600/);
  const flows = await server.database.sql<{ returnTo: string }[]>`
    select return_to from accounts.oidc_flows order by created_at desc limit 1`;
  expect(flows[0]!.returnTo).toBe('/');
});

test('a linked sign-in logs in and goes on to the page that was wanted', async () => {
  const { person, token } = await linkedPerson();
  const { browser, back } = await comeBack(openBrowser(), undefined, '?returnTo=/board%3Ftab%3Dlate');
  const done = await browser.get(back);
  expect([done.status, done.headers.get('location')]).toEqual([303, '/board?tab=late']);
  const refreshed = await server.request('POST', '/v1/sessions/refresh', {
    body: {},
    headers: { cookie: `caravan_refresh=${browser.cookieOf(origin, 'caravan_refresh')}` },
  });
  expect([refreshed.status, refreshed.json.user?.id]).toEqual([200, person.id]);
  const { json } = await server.request('GET', '/v1/me/identities', { token });
  expect([json.items[0].provider, json.items[0].mail]).toEqual(['work', somebody.email]);
  expect(json.items[0].lastUsedAt).not.toBeNull();
});

test('an equal mail address lets nobody in: it is linked after a login only', async () => {
  const person = await makePerson(server);
  provider.somebody = { ...somebody, email: person.mail };
  const { browser, back } = await comeBack();
  const refused = await browser.get(back);
  expect([refused.status, await codeOf(refused)]).toEqual([403, 'oidc_not_linked']);
  expect((await server.request('POST', '/v1/me/identities', { body: { provider: 'work' } })).status).toBe(
    401,
  );
});

test('an unverified mail is linked by nobody, on either side', async () => {
  const person = await makePerson(server);
  const token = (await logIn(server, person)).json.accessToken;
  for (const worse of [{ email_verified: false }, { email: undefined }]) {
    provider.somebody = { sub: `worse-${++count}`, email: `w${count}@work.example`, ...worse };
    const refused = await link(token);
    expect([refused.status, refused.json.code]).toEqual([403, 'oidc_mail_unverified']);
  }
  await server.database.sql`update accounts.users set mail_verified_at = null where id = ${person.id}`;
  provider.somebody = somebody;
  expect((await link(token)).json.code).toBe('oidc_mail_unverified');
});

test('a wrong, foreign, used or late state is refused', async () => {
  await linkedPerson();
  const { browser, back } = await comeBack();
  const wrong = new URL(back);
  wrong.searchParams.set('state', 'x'.repeat(43));
  expect(await codeOf(await browser.get(wrong.href))).toBe('oidc_state_wrong');
  expect(await codeOf(await openBrowser().get(back))).toBe('oidc_state_wrong');
  const stranger = openBrowser();
  await stranger.get(`${origin}/v1/oidc/work/start`);
  expect(await codeOf(await stranger.get(back))).toBe('oidc_state_wrong');
  expect((await browser.get(back)).status).toBe(303);
  expect(await codeOf(await browser.get(back))).toBe('oidc_state_wrong');
  const late = await comeBack();
  await server.database.sql`update accounts.oidc_flows set expires_at = now() where used_at is null`;
  expect(await codeOf(await late.browser.get(late.back))).toBe('oidc_state_wrong');
});

test('a wrong nonce is refused, and a code of another sign-in', async () => {
  await linkedPerson();
  const other = await comeBack(openBrowser(), (url) => url.searchParams.set('nonce', 'n'.repeat(43)));
  expect(await codeOf(await other.browser.get(other.back))).toBe('oidc_refused');
  const [victim, attacker] = [await comeBack(), await comeBack()];
  const injected = new URL(attacker.back);
  injected.searchParams.set('code', new URL(victim.back).searchParams.get('code')!);
  expect(await codeOf(await attacker.browser.get(injected.href))).toBe('oidc_refused');
});

test('a code is redeemed once', async () => {
  await linkedPerson();
  const { browser, back } = await comeBack();
  expect((await browser.get(back)).status).toBe(303);
  const next = await comeBack(browser);
  const replayed = new URL(next.back);
  replayed.searchParams.set('code', new URL(back).searchParams.get('code')!);
  expect(await codeOf(await browser.get(replayed.href))).toBe('oidc_refused');
});

test('mixed-up issuers are refused: another name in the answer, another door, another discovery document', async () => {
  await linkedPerson();
  const named = await comeBack();
  const mixed = new URL(named.back);
  mixed.searchParams.set('iss', 'https://login.evil.example');
  expect(await codeOf(await named.browser.get(mixed.href))).toBe('oidc_refused');
  const unnamed = await comeBack();
  const without = new URL(unnamed.back);
  without.searchParams.delete('iss');
  expect(await codeOf(await unnamed.browser.get(without.href))).toBe('oidc_refused');
  const door = await comeBack();
  expect(await codeOf(await door.browser.get(door.back.replace('/oidc/work/', '/oidc/other/')))).toBe(
    'oidc_state_wrong',
  );
  const mirror = createServer((_request, response) => {
    fetch(`${provider.issuer}/.well-known/openid-configuration`)
      .then((found) => found.text())
      .then(
        (body) => response.setHeader('content-type', 'application/json').end(body),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  await connect('mirror', { issuer: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}` });
  const answer = await server.request('GET', '/v1/oidc/mirror/start');
  expect([answer.status, answer.json.code]).toEqual([503, 'oidc_unreachable']);
  await new Promise((resolve) => mirror.close(resolve));
});

test('who said no at the provider is told so; a browser is sent back to the login', async () => {
  const browser = openBrowser();
  const deny = async () => {
    const started = await browser.get(`${origin}/v1/oidc/work/start`);
    const { searchParams } = new URL(started.headers.get('location')!);
    const answer = new URLSearchParams({
      error: 'access_denied',
      state: searchParams.get('state')!,
      iss: provider.issuer,
    });
    return `${callback}?${answer}`;
  };
  expect(await codeOf(await browser.get(await deny()))).toBe('oidc_refused');
  const page = await browser.get(await deny(), { accept: 'text/html' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/login?problem=oidc_refused']);
});

test('a second factor is asked for all the same', async () => {
  const { person, token } = await personWithTotp(server);
  expect((await link(token)).status).toBe(303);
  const { browser, back } = await comeBack();
  const done = await browser.get(back);
  const to = new URL(done.headers.get('location')!, origin);
  const step = new URLSearchParams(to.hash.slice(1));
  expect([to.pathname, to.search, step.get('factors')]).toEqual(['/login', '', 'totp,recovery_code']);
  expect(step.get('challenge')!.length).toBe(43);
  expect(browser.cookieOf(origin, 'caravan_refresh')).toBeUndefined();
  const rows = await server.database.sql`
    select from accounts.factor_challenges where user_id = ${person.id} and purpose = 'second_step'`;
  expect(rows.length).toBe(1);
});

test('one sign-in belongs to one account; unlinking leaves a way in', async () => {
  const { person, token } = await linkedPerson();
  const other = await makePerson(server);
  const taken = await link((await logIn(server, other)).json.accessToken);
  expect([taken.status, taken.json.code]).toEqual([409, 'oidc_identity_taken']);
  const { items } = (await server.request('GET', '/v1/me/identities', { token })).json;
  const unlink = () => server.request('DELETE', `/v1/me/identities/${items[0].id}`, { token });
  await server.database.sql`update accounts.users set password_hash = null where id = ${person.id}`;
  expect((await unlink()).json.code).toBe('last_way_in');
  await server.database.sql`update accounts.users set password_hash = 'x' where id = ${person.id}`;
  expect((await unlink()).status).toBe(204);
  const { browser, back } = await comeBack();
  expect(await codeOf(await browser.get(back))).toBe('oidc_not_linked');
  const events = (await server.eventsOf('factors', person.id)).map(({ name }) => name);
  expect(events).toEqual(['accounts.identityLinked', 'accounts.identityUnlinked']);
});

test('a link is made only while the login from which it was begun lasts, and a recent one', async () => {
  const person = await makePerson(server);
  const token = (await logIn(server, person)).json.accessToken;
  const browser = openBrowser();
  const begun = await server.request('POST', '/v1/me/identities', { token, body: { provider: 'work' } });
  browser.keep(origin, begun);
  const back = await browser.visit(begun.json.authorizationUrl, isBack);
  await server.database.sql`update accounts.sessions set ended_at = now() where user_id = ${person.id}`;
  expect(await codeOf(await browser.get(back))).toBe('oidc_state_wrong');
  const old = (await logIn(server, person)).json.accessToken;
  await addTotp(server, old);
  await server.database.sql`
    update accounts.sessions set created_at = now() - interval '1 hour' where user_id = ${person.id}`;
  expect((await link(old)).json.code).toBe('recent_login_needed');
});

test('where the provider may, who is not known gets an account as a customer; not with a taken mail', async () => {
  const change = (body: object, headers: Record<string, string> = {}) =>
    server.request('PATCH', '/v1/oidc-connections/work', { token: admin, body, headers });
  const ifMatch = { 'if-match': created.headers.get('etag')! };
  expect((await change({ signUp: true }, ifMatch)).status).toBe(200);
  expect((await change({ signUp: false }, ifMatch)).status).toBe(412);
  const { browser, back } = await comeBack();
  expect((await browser.get(back)).status).toBe(303);
  const [user] = await server.database.sql<{ id: string; verified: boolean; role: string }[]>`
    select u.id, u.mail_verified_at is not null as verified, r.role from accounts.users u
    join accounts.user_roles r on r.user_id = u.id where u.mail = ${somebody.email!}`;
  expect([user!.verified, user!.role]).toEqual([true, 'customer']);
  provider.somebody = { ...somebody, sub: `again-${count}` };
  const again = await comeBack();
  expect(await codeOf(await again.browser.get(again.back))).toBe('oidc_not_linked');
  provider.somebody = { sub: `new-${count}`, email: `new-${count}@work.example`, email_verified: false };
  const unverified = await comeBack();
  expect(await codeOf(await unverified.browser.get(unverified.back))).toBe('oidc_mail_unverified');
  await change({ enabled: false });
  expect((await server.request('GET', '/v1/oidc/work/start')).status).toBe(404);
  await change({ enabled: true, signUp: false });
});
