import { afterAll, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';
import { checkAnswer } from './testing-contract.ts';

const server = await startTestServer();
afterAll(() => server.stop());

test('answers are checked against what their operation declares', async () => {
  const token = await server.tokenFor('dispatcher');
  const { status, json } = await server.request('GET', '/v1/events?limit=1', { token });
  expect([status, json.items]).toEqual([200, []]);
  const answer = { method: 'GET', url: '/v1/events', status: 200, headers: new Headers(), json };
  expect(() => checkAnswer({ ...answer, json: { items: [], surprise: true } })).toThrow(
    'does not fit its schema',
  );
});

test('problems are checked against the catalogue', async () => {
  const { status, json, headers } = await server.request('GET', '/v1/events');
  expect([status, json.code]).toEqual([401, 'not_authenticated']);
  const answer = { method: 'GET', url: '/v1/events', status, headers };
  expect(() => checkAnswer({ ...answer, json: { ...json, code: 'unheard_of' } })).toThrow(
    'not in the catalogue',
  );
  expect(() => checkAnswer({ ...answer, json: { ...json, detail: undefined } })).toThrow('another shape');
});
