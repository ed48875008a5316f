import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { CARAVAN_DELIVERIES_OFFER_TTL: '7s' } });
});
afterAll(() => server.stop());

const as = async (role: string, path: string) =>
  server.request('GET', path, { token: await server.tokenFor(role) });

test('how it is doing, for those who run it', async () => {
  await server.request('GET', '/health/ready');
  const { status, json } = await as('admin', '/v1/operations');
  expect(status).toBe(200);
  expect(json.database.poolSize).toBeGreaterThan(0);
  expect(json.memoryBytes).toBeGreaterThan(1e6);
  expect(json.slowestOperations.map(({ operation }: { operation: string }) => operation)).toContain(
    'platform.readiness',
  );
  expect(json.jobsGivenUp).toEqual([]);
  expect((await as('driver', '/v1/operations')).status).toBe(403);
  expect((await server.request('GET', '/v1/operations')).status).toBe(401);
});

test('every setting with its source, without secrets, for those who run it', async () => {
  const { status, json } = await as('admin', '/v1/settings');
  expect(status).toBe(200);
  const ttl = json.items.find(({ name }: { name: string }) => name === 'CARAVAN_DELIVERIES_OFFER_TTL');
  expect(ttl).toMatchObject({ value: '7', default: '300', source: 'command line' });
  expect((await as('dispatcher', '/v1/settings')).status).toBe(403);
});
