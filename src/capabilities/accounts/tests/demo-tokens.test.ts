import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';

const partyId = '0198c0de-0000-7000-8000-00000000d001';
const demo = await startTestServer({ settings: { CARAVAN_DEMO: 'true' } });
afterAll(() => demo.stop());

test('in demo mode anyone gets a token for any role', async () => {
  const { status, json } = await demo.request('POST', '/v1/demo/tokens', {
    body: { role: 'dispatcher', partyId },
  });
  expect([status, json.role, json.partyId]).toEqual([201, 'dispatcher', partyId]);
  expect((await demo.request('GET', '/v1/entrance')).json).toEqual({ demo: true, session: false });
  expect((await demo.request('GET', '/v1/deliveries', { token: json.token })).status).toBe(200);
  const driver = await demo.request('POST', '/v1/demo/tokens', { body: { role: 'driver' } });
  expect((await demo.request('GET', '/v1/events', { token: driver.json.token })).status).toBe(403);
});

test('a role that does not exist is refused', async () => {
  const { status, json } = await demo.request('POST', '/v1/demo/tokens', { body: { role: 'owner' } });
  expect([status, json.code]).toEqual([400, 'invalid_request']);
});

test('outside demo mode there are none', async () => {
  const server = await startTestServer();
  try {
    const { status, json } = await server.request('POST', '/v1/demo/tokens', { body: { role: 'admin' } });
    expect([status, json.code]).toEqual([404, 'not_found']);
  } finally {
    await server.stop();
  }
});
