import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { manualClock } from '../../../platform/ports/clock.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { startNodeBeside } from '../../../roles/testing-node.ts';
import { goodPassword, logIn, refresh, signUpSomebody, type TestUser } from './people.ts';

const clock = manualClock(new Date());
let server: TestServer;
let second: Awaited<ReturnType<typeof startNodeBeside>>;
let user: TestUser;

beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'realtime', 'worker'], clock });
  // Another node: nothing joins the two but the database.
  second = await startNodeBeside(server, { roles: ['api', 'realtime'], clock });
  user = await signUpSomebody(server);
});
afterAll(async () => {
  await second.stop();
  await server.stop();
});

const getMe = async (address: string, token: string): Promise<number> =>
  (await fetch(`${address}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;

async function openSocket(
  address: string,
  token: string,
): Promise<{ closed: Promise<number>; socket: WebSocket }> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/v1/live`, {
    headers: { authorization: `Bearer ${token}` },
  });
  socket.on('error', () => {});
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { closed, socket };
}

const within = <T>(milliseconds: number, promise: Promise<T>): Promise<T | 'too late'> =>
  Promise.race([
    promise,
    new Promise<'too late'>((resolve) => setTimeout(() => resolve('too late'), milliseconds)),
  ]);

/** How long until it is so; the answer is compared, so that a slow one is seen as a figure. */
async function millisecondsUntil(isSo: () => Promise<boolean>): Promise<number> {
  const begin = performance.now();
  while (!(await isSo())) if (performance.now() - begin > 20_000) return Infinity;
  return performance.now() - begin;
}

test('fifty tabs that refresh at once all stay logged in, in one family', async () => {
  const { refreshToken } = (await logIn(server, user)).json;
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(server, refreshToken)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const successors = new Set(answers.map(({ json }) => json.refreshToken));
  expect(successors.size).toBe(1);
  const [next] = successors;
  expect(next).not.toBe(refreshToken);
  for (const { json } of answers.slice(0, 3)) expect(await getMe(server.address, json.accessToken)).toBe(200);
  const again = await refresh(server, next as string);
  expect(again.status).toBe(200);
  expect(again.json.refreshToken).not.toBe(next);
});

test('a used token after the window ends the family on both nodes within a second, its sockets too', async () => {
  const other = second.address;
  const first = (await logIn(server, user)).json;
  const bystander = (await logIn(server, user)).json;
  const next = (await refresh(server, first.refreshToken)).json;
  const sockets = [
    await openSocket(server.address, next.accessToken),
    await openSocket(other, next.accessToken),
  ];
  const spared = await openSocket(other, bystander.accessToken);
  for (const address of [server.address, other]) expect(await getMe(address, next.accessToken)).toBe(200);

  clock.advance(11_000);
  const replayed = await refresh(server, first.refreshToken);
  expect([replayed.status, replayed.json.code]).toEqual([401, 'session_over']);
  const until = await Promise.all(
    [server.address, other].map((address) =>
      millisecondsUntil(async () => (await getMe(address, next.accessToken)) === 401),
    ),
  );
  console.info(`Refused on the two nodes after ${until.map((ms) => `${ms.toFixed(0)} ms`).join(' and ')}`);
  expect(Math.max(...until)).toBeLessThan(1000);
  for (const { closed } of sockets) expect(await within(1000, closed)).not.toBe('too late');
  expect((await refresh(server, next.refreshToken)).status).toBe(401);
  expect(await getMe(other, bystander.accessToken)).toBe(200);
  expect(spared.socket.readyState).toBe(WebSocket.OPEN);
  const [session] = (
    await server.database.sql`select id from accounts.sessions where end_reason = 'refreshReused'`
  ).map(({ id }) => id as string);
  expect(await server.eventsOf('session', session as string)).toMatchObject([
    { name: 'accounts.loggedIn' },
    { name: 'accounts.sessionEnded', payload: { reason: 'refreshReused' } },
  ]);
});

test('a used token within the window gives the same successor, and harms nobody', async () => {
  const { refreshToken } = (await logIn(server, user)).json;
  const one = (await refresh(server, refreshToken)).json.refreshToken;
  clock.advance(9000);
  expect((await refresh(server, refreshToken)).json.refreshToken).toBe(one);
});

test('sessions are listed with their device, and ended one by one or all others', async () => {
  const ended = await server.request('DELETE', '/v1/sessions', { token: user.token });
  expect(ended.json.ended).toBeGreaterThan(0);
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const body = { mail: user.mail, password: goodPassword, transport: 'body', deviceName: 'Kitchen' };
  const phone = await server.request('POST', '/v1/sessions', { body, headers: { 'user-agent': agent } });
  const { items } = (await server.request('GET', '/v1/sessions', { token: user.token })).json;
  expect(items).toHaveLength(2);
  const kitchen = items.find((item: { deviceName: string }) => item.deviceName === 'Kitchen');
  expect(kitchen).toMatchObject({ browser: 'Firefox on Linux', current: false, factors: ['password'] });
  expect(kitchen.address).toMatch(/127\.0\.0\.1|::1/);
  const remove = (id: string, token: string) => server.request('DELETE', `/v1/sessions/${id}`, { token });
  const stranger = await signUpSomebody(server);
  expect((await remove(kitchen.id, stranger.token)).status).toBe(404);
  expect((await remove(kitchen.id, user.token)).status).toBe(204);
  expect((await remove(kitchen.id, user.token)).status).toBe(404);
  expect(await getMe(server.address, phone.json.accessToken)).toBe(401);
  expect(await getMe(server.address, user.token)).toBe(200);
});

test('a session that is not used, or is too old, is over', async () => {
  const { refreshToken } = (await logIn(server, user)).json;
  clock.advance(31 * 86_400_000);
  expect((await refresh(server, refreshToken)).json.code).toBe('session_over');
});

test('a browser keeps its refresh token in a cookie that no other site can use', async () => {
  const login = await logIn(server, { ...user, transport: 'cookie' });
  expect(login.json.refreshToken).toBeUndefined();
  const cookies = login.headers.getSetCookie();
  const [cookie = ''] = cookies.filter((one) => one.startsWith('caravan_refresh='));
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict/);
  const pair = cookie.split(';')[0] as string;
  const send = (headers: Record<string, string>) =>
    server.request('POST', '/v1/sessions/refresh', { body: {}, headers: { cookie: pair, ...headers } });
  expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const entrance = async (cookies: string) =>
    (await server.request('GET', '/v1/entrance', { headers: { cookie: cookies } })).json;
  expect(await entrance(pair)).toEqual({ demo: false, session: true });
  expect(await entrance('other=1')).toEqual({ demo: false, session: false });
  const good = await send({ 'sec-fetch-site': 'same-origin' });
  expect(good.status).toBe(200);
  expect(good.headers.getSetCookie().join()).toContain('caravan_refresh=');
  // What was given to a cookie is not taken from a body: a script that read one elsewhere cannot use it here.
  expect((await refresh(server, pair.split('=')[1] as string)).status).toBe(401);
  const outside = await server.request('GET', '/v1/me', { headers: { cookie: pair } });
  expect(outside.status).toBe(401);
});
