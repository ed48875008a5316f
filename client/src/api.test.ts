import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { call, type AnswerOf } from './api.ts';
import type { components } from './api-types.ts';
import { HttpClient } from './http.ts';
import { ApiError } from './problem.ts';

let server: TestServer;
let http: HttpClient;
beforeAll(async () => {
  server = await startTestServer();
  const token = await server.tokenFor('dispatcher');
  http = new HttpClient({ baseUrl: server.address, token: () => token });
});
afterAll(() => server.stop());

test('operations are called by name, with path, query and body in their place', async () => {
  const created = await call(http, 'deliveries.createDriver', { body: { name: 'Ada Lind' } });
  expect(created).toMatchObject({ name: 'Ada Lind', state: 'offline' });
  const read = await call(http, 'deliveries.getDriver', { path: { id: created.id } });
  expect(read.id).toBe(created.id);
  const listed = await call(http, 'deliveries.listDrivers', { query: { limit: '1' } });
  expect(listed.items).toHaveLength(1);
  const online = await call(http, 'deliveries.goOnline', {
    path: { id: created.id },
    body: {},
    ifVersion: created.version,
  });
  expect(online.state).toBe('online');
  expect(await call(http, 'platform.liveness')).toEqual({ status: 'ok' });
});

test('a refusal is an ApiError with its code', async () => {
  const error = await call(http, 'deliveries.getDriver', {
    path: { id: '0198f2d5-1b2c-7c0e-9a53-0d2f4a5b6c7d' },
  }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).code).toBe('not_found');
});

test('answers have the types of the document', () => {
  expectTypeOf<AnswerOf<'deliveries.createDelivery'>>().toEqualTypeOf<components['schemas']['Delivery']>();
  expectTypeOf<AnswerOf<'platform.liveness'>['status']>().toEqualTypeOf<'ok'>();
});
