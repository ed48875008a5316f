import { afterAll, afterEach, expect, test } from 'vitest';
import { manualClock } from '../../ports/clock.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

const settings = {
  CARAVAN_LIMITS_ENABLED: 'true',
  CARAVAN_LIMITS_GUEST: '10',
  CARAVAN_LIMITS_USER: '30',
  CARAVAN_LIMITS_WRITES: '5',
  CARAVAN_TRUST_PROXY: 'true',
};
const clock = manualClock(new Date());
const server: TestServer = await startTestServer({ settings, clock });
const admin = await server.tokenFor('admin');
afterAll(() => server.stop());

let serial = 0;
const from = (address = `203.0.113.${++serial}`) => ({ headers: { 'x-forwarded-for': address } });
const publicPath = '/v1/lifecycles';

test('an address without a login gets its number, all others theirs; the refusal says when to come back', async () => {
  const me = from();
  const answers = [];
  for (let n = 0; n < 12; n++) answers.push(await server.request('GET', publicPath, me));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
  expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"guest";q=10;w=900');
  expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"guest";r=9;t=9[0-6]\d$/);
  const refused = answers[11]!;
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(840);
  expect(seconds).toBeLessThanOrEqual(960);
  expect(refused.headers.get('ratelimit')).toBe(`"guest";r=0;t=${seconds}`);
  expect(refused.json).toMatchObject({
    code: 'too_many_requests',
    retryAfterSeconds: seconds,
    violatedPolicies: ['guest'],
    operation: 'platform.listLifecycles',
  });
  expect((await server.request('GET', publicPath, from())).status).toBe(200);
});

test('a user is counted over all addresses, and reads on while writes are used up', async () => {
  const token = await server.tokenFor('dispatcher');
  const party = () =>
    server.request('POST', '/v1/parties', {
      token,
      body: { kind: 'person', name: `Someone ${++serial}` },
      ...from(),
    });
  const writes = [];
  for (let n = 0; n < 7; n++) writes.push(await party());
  expect(writes.map(({ status }) => status)).toEqual([...Array(5).fill(201), 429, 429]);
  expect(writes[0]!.headers.get('ratelimit-policy')).toBe('"user";q=30;w=900, "writes";q=5;w=60');
  expect(writes[6]!.json.violatedPolicies).toEqual(['writes']);
  expect(Number(writes[6]!.headers.get('retry-after'))).toBeLessThanOrEqual(64);
  let read = 0;
  while ((await server.request('GET', '/v1/parties', { token, ...from() })).status === 200) read++;
  expect(read).toBe(25);
});

test('tokens cannot be guessed faster than a guest may ask, and what is forbidden counts as well', async () => {
  const me = from();
  const statuses = [];
  for (let n = 0; n < 12; n++)
    statuses.push((await server.request('GET', '/v1/parties', { token: `wrong${n}`, ...me })).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  const token = await server.tokenFor('customer');
  const forbidden = [];
  for (let n = 0; n < 31; n++)
    forbidden.push((await server.request('GET', '/v1/limits', { token, ...from() })).status);
  expect(forbidden).toEqual([...Array(30).fill(403), 429]);
});

test('an IPv6 line counts as one address, and health is never limited', async () => {
  const statuses = [];
  for (let n = 0; n < 11; n++)
    statuses.push((await server.request('GET', publicPath, from(`2001:db8:5:6::${n}`))).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
  for (let n = 0; n < 20; n++) {
    const { status, headers } = await server.request('GET', '/health/live', from('2001:db8:5:6::1'));
    expect([status, headers.get('ratelimit')]).toEqual([200, null]);
  }
});

test('of X-Forwarded-For only what our own proxy added is believed', async () => {
  const address = `198.51.100.${++serial}`;
  const statuses = [];
  for (let n = 0; n < 11; n++)
    statuses.push((await server.request('GET', publicPath, from(`192.0.2.${n}, ${address}`))).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
});

test('what a map and a fleet need is counted apart, so that neither uses up the rest', async () => {
  const policy = async (path: string, token?: string) =>
    (await server.request('GET', path, { ...from(), ...(token && { token }) })).headers.get(
      'ratelimit-policy',
    );
  expect(await policy('/v1/maps')).toBe('"tiles-guest";q=1200;w=60');
  expect(await policy(`/v1/track/${'x'.repeat(32)}`)).toBe('"track-guest";q=120;w=60');
  expect(await policy('/v1/addresses/search?q=x', admin)).toBe('"search";q=300;w=60');
});

test('a clock that is set forward or back by an hour neither frees nor locks anyone', async () => {
  const [spent, fresh] = [from(), from()];
  for (let n = 0; n < 10; n++) await server.request('GET', publicPath, spent);
  for (const hours of [1, -2, 1]) {
    clock.advance(hours * 3_600_000);
    expect((await server.request('GET', publicPath, spent)).status).toBe(429);
    expect((await server.request('GET', publicPath, fresh)).status).toBe(200);
  }
});

test('an admin sees who is held up and lets them go on; others may not', async () => {
  const address = `198.51.100.${++serial}`;
  for (let n = 0; n < 11; n++) await server.request('GET', publicPath, from(address));
  const { json } = await server.request('GET', '/v1/limits', { token: admin });
  expect(json.countedBy).toBe('memory');
  expect(json.items).toContainEqual({
    subject: `address:${address}`,
    quota: 'guest',
    used: 10,
    limit: 10,
    limited: true,
    backInSeconds: expect.any(Number),
  });
  const path = `/v1/limits/${encodeURIComponent(`address:${address}`)}`;
  expect((await server.request('DELETE', path, from())).status).toBe(401);
  const support = await server.tokenFor('support');
  expect((await server.request('DELETE', path, { token: support })).status).toBe(403);
  expect((await server.request('DELETE', path, { token: admin })).status).toBe(204);
  expect((await server.request('DELETE', path, { token: admin })).status).toBe(404);
  expect((await server.request('GET', publicPath, from(address))).status).toBe(200);
  const [event] = await server.database.sql`
    select payload from platform.events where name = 'platform.limitLifted' order by id desc limit 1`;
  expect(event?.payload).toEqual({ of: 'address' });
});

test('a limit that is reached and what is denied are told once in a minute for each subject', async () => {
  const address = `198.51.100.${++serial}`;
  for (let n = 0; n < 15; n++) await server.request('GET', publicPath, from(address));
  const token = await server.tokenFor('customer', { userId: '00000000-0000-7000-8000-00000000000a' });
  for (let n = 0; n < 3; n++) await server.request('GET', '/v1/limits', { token, ...from() });
  const told = () => server.database.sql<{ kind: string; operation: string }[]>`
    select kind, operation, count(*)::int as times from audit.entries
    where address = ${address} or actor_id = '00000000-0000-7000-8000-00000000000a'
    group by kind, operation order by kind`;
  await expect.poll(told).toEqual([
    { kind: 'denial', operation: 'platform.listLimits', times: 1 },
    { kind: 'limit', operation: 'platform.listLifecycles', times: 1 },
  ]);
});

const others: TestServer[] = [];
afterEach(() => Promise.all(others.splice(0).map((other) => other.stop())));

test('X-Forwarded-For counts for nothing unless a proxy is trusted; exempt networks are not limited', async () => {
  const alone = await startTestServer({ settings: { ...settings, CARAVAN_TRUST_PROXY: 'false' } });
  others.push(alone);
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await alone.request('GET', publicPath, from())).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
  const open = await startTestServer({ settings: { ...settings, CARAVAN_LIMITS_EXEMPT: '10.0.0.0/8' } });
  others.push(open);
  for (let n = 0; n < 15; n++)
    expect((await open.request('GET', publicPath, from('10.1.2.3'))).status).toBe(200);
});

test('without a Redis the health report is content; /metrics tells how requests are counted', async () => {
  const { json } = await server.request('GET', '/health/ready');
  expect(json.dependencies).toContainEqual(expect.objectContaining({ name: 'limits', status: 'ok' }));
  const { text } = await server.request('GET', '/metrics');
  expect(text).toContain('caravan_limits_shared 0');
  expect(text).toMatch(/caravan_limits_refused_total\{quota="guest"\} [1-9]/);
});
