import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { widgetContext, widgetServer, widgetSets } from '../../testing/widgets/module.ts';
import { readCookie, removeCookie, setCookie } from '../cookies.ts';
import { defineRoute, PUBLIC } from '../route.ts';

const answer = z.strictObject({ cookie: z.string().nullable() });
const cookieRoute = (operation: string, path: string, method: 'POST' | 'DELETE', readsCookie: boolean) =>
  defineRoute({
    operation,
    method,
    path,
    summary: 'Says which cookie it sees',
    permission: PUBLIC,
    readsCookie,
    response: answer,
    async handler({ request, reply }) {
      const cookie = readCookie(request, 'session') ?? null;
      if (method === 'DELETE') removeCookie(request, reply, 'session');
      else {
        setCookie(request, reply, 'session', 'new-value', { maxAgeSeconds: 60, sameSite: 'strict' });
        setCookie(request, reply, 'device', 'phone');
      }
      return { cookie };
    },
  });
const routes = [
  cookieRoute('widgets.refresh', '/v1/refresh', 'POST', true),
  cookieRoute('widgets.leave', '/v1/refresh', 'DELETE', true),
  cookieRoute('widgets.careless', '/v1/careless', 'POST', false),
  defineRoute({
    operation: 'widgets.look',
    method: 'GET',
    path: '/v1/look',
    summary: 'A read that needs nothing',
    permission: PUBLIC,
    response: answer,
    handler: async () => ({ cookie: null }),
  }),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ sets: widgetSets });
});
afterAll(() => database.drop());

async function serverWith(settings: Record<string, string>) {
  const app = await widgetServer(widgetContext({ db: database.database, settings }), routes);
  return (method: string, url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: method as 'GET', url, headers: { host: 'app.example', ...headers } });
}

describe('cookies and writes of other sites', () => {
  const cookie = { cookie: 'other=1; session=secret; more=2' };

  test.each([
    ['no browser', {}, 200],
    ['its own page', { origin: 'http://app.example', 'sec-fetch-site': 'same-origin' }, 200],
    ['its own page, an old browser', { origin: 'http://app.example' }, 200],
    ['a listed origin', { origin: 'https://shop.example', 'sec-fetch-site': 'same-site' }, 200],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another site, an old browser', { origin: 'https://evil.example' }, 403],
    ['another site that hides its name', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['another site without an Origin', { 'sec-fetch-site': 'cross-site' }, 403],
    [
      'a sibling that is not listed',
      { origin: 'http://evil.app.example', 'sec-fetch-site': 'same-site' },
      403,
    ],
    ['another port of the host', { origin: 'http://app.example:81' }, 403],
  ])('a write from %s', async (_who, headers, status) => {
    const ask = await serverWith({ CARAVAN_CORS_ORIGINS: 'https://shop.example' });
    const given = await ask('POST', '/v1/refresh', { ...cookie, ...headers } as Record<string, string>);
    expect(given.statusCode).toBe(status);
    if (status === 200) expect(given.json()).toEqual({ cookie: 'secret' });
    else expect([given.json().code, given.headers['set-cookie']]).toEqual(['forbidden', undefined]);
  });

  test('a route that does not declare it has no cookie to read', async () => {
    const ask = await serverWith({});
    expect((await ask('POST', '/v1/careless', cookie)).json()).toEqual({ cookie: null });
  });

  test('over HTTPS the name is bound to the host, and a cookie of that name set elsewhere is not taken', async () => {
    const plain = await serverWith({});
    expect((await plain('POST', '/v1/refresh')).headers['set-cookie']).toEqual([
      'session=new-value; Path=/; HttpOnly; SameSite=Strict; Max-Age=60',
      'device=phone; Path=/; HttpOnly; SameSite=Lax',
    ]);
    const secure = await serverWith({ CARAVAN_PUBLIC_URL: 'https://app.example' });
    const own = { origin: 'https://app.example' };
    const given = await secure('POST', '/v1/refresh', { ...cookie, ...own });
    expect(given.json()).toEqual({ cookie: null });
    expect(given.headers['set-cookie']).toEqual([
      '__Host-session=new-value; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60',
      '__Host-device=phone; Path=/; HttpOnly; SameSite=Lax; Secure',
    ]);
    const again = await secure('DELETE', '/v1/refresh', { ...own, cookie: '__Host-session=mine' });
    expect(again.json()).toEqual({ cookie: 'mine' });
    expect(again.headers['set-cookie']).toBe(
      '__Host-session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    );
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string, method = 'POST') => ({
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'content-type',
  });

  test('without a list nobody is let in, and a preflight says so by saying nothing', async () => {
    const ask = await serverWith({});
    const { headers, statusCode } = await ask(
      'OPTIONS',
      '/v1/look',
      preflight('https://shop.example', 'GET'),
    );
    expect(statusCode).toBe(405);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a listed one may read answers and is told which methods and headers it may use', async () => {
    const ask = await serverWith({ CARAVAN_CORS_ORIGINS: 'https://shop.example,https://app.example' });
    const { headers, statusCode } = await ask(
      'OPTIONS',
      '/v1/look',
      preflight('https://shop.example', 'GET'),
    );
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': expect.stringContaining('idempotency-key'),
      'access-control-max-age': '7200',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    const read = await ask('GET', '/v1/look', { origin: 'https://shop.example' });
    expect(read.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': expect.stringContaining('retry-after'),
      vary: expect.stringContaining('Origin'),
    });
    expect(read.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    '%s is not let in, and caches keep its answer apart',
    async (origin) => {
      const ask = await serverWith({ CARAVAN_CORS_ORIGINS: 'https://shop.example' });
      for (const given of [
        await ask('OPTIONS', '/v1/look', preflight(origin, 'GET')),
        await ask('GET', '/v1/look', { origin }),
      ]) {
        expect(given.headers['access-control-allow-origin']).toBeUndefined();
        expect(given.headers['access-control-allow-methods']).toBeUndefined();
        expect(given.headers.vary).toContain('Origin');
      }
    },
  );

  test('cookies go to a listed origin, and only where a route reads one', async () => {
    const ask = await serverWith({ CARAVAN_CORS_ORIGINS: 'https://shop.example' });
    const origin = 'https://shop.example';
    for (const given of [
      await ask('OPTIONS', '/v1/refresh', preflight(origin)),
      await ask('POST', '/v1/refresh', { origin }),
    ])
      expect(given.headers['access-control-allow-credentials']).toBe('true');
  });

  test('a star lets anybody read, never with cookies', async () => {
    const ask = await serverWith({ CARAVAN_CORS_ORIGINS: '*' });
    const origin = 'https://anybody.example';
    const given = await ask('GET', '/v1/look', { origin });
    expect(given.headers['access-control-allow-origin']).toBe('*');
    const refresh = await ask('OPTIONS', '/v1/refresh', preflight(origin));
    expect(refresh.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await ask('POST', '/v1/refresh', { origin })).statusCode).toBe(403);
  });
});

describe('headers of every answer', () => {
  const wanted = {
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': expect.stringContaining('geolocation=()'),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };

  test('answers, refusals and paths that do not exist all have them', async () => {
    const ask = await serverWith({});
    for (const [method, path] of [
      ['GET', '/v1/look'],
      ['GET', '/v1/widgets'],
      ['GET', '/nowhere'],
      ['POST', '/v1/look'],
      ['POST', '/v1/widgets'],
    ] as const) {
      const { headers } = await ask(method, path);
      expect(headers).toMatchObject(wanted);
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
    }
  });

  test('a script may be a worker, which obeys its own policy: it fetches from here and from nowhere else', async () => {
    const ask = await serverWith({});
    const { headers } = await ask('GET', '/assets/worker-1a2b.mjs?v=1');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*connect-src 'self'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  test('HTTPS is insisted on only where people come by HTTPS', async () => {
    const secure = await serverWith({ CARAVAN_PUBLIC_URL: 'https://app.example' });
    expect((await secure('GET', '/v1/look')).headers['strict-transport-security']).toMatch(
      /^max-age=63072000/,
    );
    const proxied = await serverWith({ CARAVAN_TRUST_PROXY: 'true' });
    const forwarded = await proxied('GET', '/v1/look', { 'x-forwarded-proto': 'https' });
    expect(forwarded.headers['strict-transport-security']).toMatch(/^max-age=63072000/);
    const direct = await serverWith({});
    const pretended = await direct('GET', '/v1/look', { 'x-forwarded-proto': 'https' });
    expect(pretended.headers['strict-transport-security']).toBeUndefined();
  });
});
