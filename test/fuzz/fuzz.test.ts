import { expect, test } from 'vitest';
import { defaultRoles } from '../../src/capabilities/accounts/api.ts';
import { routes } from '../../src/roles/catalogue.ts';
import { startTestServer } from '../../src/roles/testing.ts';
import { fuzz } from './fuzz.ts';

test('malformed and oversized input to every route as every role: no 5xx, and always an answer', async () => {
  const server = await startTestServer();
  const tokens = new Map<string, string | undefined>([['guest', undefined]]);
  for (const role of defaultRoles) tokens.set(role, await server.tokenFor(role));
  const { findings, requests } = await fuzz({ address: server.address, routes, tokens }, 600, 1);
  expect(findings).toEqual([]);
  expect(requests).toBe(600);
  await server.stop();
}, 120_000);
