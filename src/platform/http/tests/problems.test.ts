import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformErrors } from '../../errors/platform-errors.ts';
import { startPlatformServer, type PlatformServer } from './platform-server.ts';

let server: PlatformServer;
beforeAll(async () => {
  server = await startPlatformServer();
});
afterAll(() => server.stop());

const breakIt = (how: string, more = {}) =>
  server.call('POST', '/v1/widgets/actions/break', { body: { how, ...more } });

test.each([
  ['no token', 401, 'not_authenticated', () => server.call('GET', '/v1/widgets', { as: null })],
  [
    'no right',
    403,
    'forbidden',
    () => server.call('POST', '/v1/widgets', { as: 'reader', body: { name: 'a' } }),
  ],
  ['no path', 404, 'not_found', () => server.call('GET', '/v1/nothing')],
  ['no method', 405, 'method_not_allowed', () => server.call('DELETE', '/v1/widgets')],
  ['no JSON', 400, 'malformed_json', () => server.call('POST', '/v1/widgets', { body: '{"name":' })],
  ['too deep', 400, 'invalid_request', () => server.call('POST', '/v1/widgets', { body: '['.repeat(40) })],
  [
    'prototype',
    400,
    'invalid_request',
    () => server.call('POST', '/v1/widgets', { body: '{"__proto__":{}}' }),
  ],
  ['NUL', 400, 'invalid_request', () => server.call('POST', '/v1/widgets', { body: '{"name":"a\\u0000b"}' })],
  [
    'half a pair',
    400,
    'invalid_request',
    () => server.call('POST', '/v1/widgets', { body: '{"name":"\\ud800"}' }),
  ],
  [
    'unknown field',
    400,
    'invalid_request',
    () => server.call('POST', '/v1/widgets', { body: { name: 'a', b: 1 } }),
  ],
  ['unknown parameter', 400, 'invalid_request', () => server.call('GET', '/v1/widgets?surprise=1')],
  ['no id', 400, 'invalid_request', () => server.call('GET', '/v1/widgets/17')],
  ['bad URL', 400, 'invalid_request', () => server.call('GET', '/v1/widgets/%zz')],
  ['long URL part', 400, 'invalid_request', () => server.call('GET', `/v1/widgets/${'x'.repeat(600)}`)],
  ['bad cursor', 400, 'invalid_cursor', () => server.call('GET', '/v1/widgets?cursor=abc')],
  [
    'too large',
    413,
    'body_too_large',
    () => server.call('POST', '/v1/widgets', { body: { name: 'a'.repeat(1_100_000) } }),
  ],
  [
    'no JSON type',
    415,
    'unsupported_media_type',
    () => server.call('POST', '/v1/widgets', { body: 'a', headers: { 'content-type': 'text/csv' } }),
  ],
  ['a bug', 500, 'internal_error', () => breakIt('throw')],
  ['SQL bug', 500, 'internal_error', () => breakIt('select secret from nowhere')],
  ['lost session', 503, 'database_unavailable', () => breakIt('kill')],
  [
    'statement cancelled',
    503,
    'overloaded',
    () => breakIt("set local statement_timeout = '20ms'; select pg_sleep(2)"),
  ],
  ['disk full', 503, 'disk_full', () => breakIt("do $$ begin raise sqlstate '53100'; end $$")],
  ['serialization', 409, 'conflict', () => breakIt("do $$ begin raise sqlstate '55P03'; end $$")],
  ['duplicate', 409, 'conflict', () => breakIt('do $$ begin raise unique_violation; end $$')],
  ['value', 400, 'invalid_request', () => breakIt("select 'x'::integer")],
])('%s answers %i %s, and nothing of the inside', async (_name, status, code, send) => {
  const answer = await send();
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.json).toMatchObject({
    type: `/docs/errors#${code}`,
    status,
    code,
    title: platformErrors.definitions[code as keyof typeof platformErrors.definitions].title,
    detail: expect.stringMatching(/\S/),
  });
  expect(answer.text).not.toMatch(
    /select |from nowhere|passwd|node_modules|src\/|at .*:\d+:\d+|pg_|postgres/i,
  );
});

test.each([
  [
    'a header of 20 KB',
    `GET /v1/widgets HTTP/1.1\r\nhost: a\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  ['no HTTP', 'hello, is it me\r\n\r\n', 400, 'invalid_request'],
  [
    'two lengths',
    'POST /v1/widgets HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
    400,
    'invalid_request',
  ],
  [
    'length and chunks',
    'POST /v1/widgets HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
    'invalid_request',
  ],
])('%s is answered with a problem before any route sees it', async (_name, bytes, status, code) => {
  const answer = await server.raw(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
});

test('a request id is taken when it is one, made when not, and stands in the problem', async () => {
  const given = await server.call('GET', '/v1/nothing', { headers: { 'x-request-id': 'abcdefgh-1' } });
  expect([given.headers.get('x-request-id'), given.json.requestId]).toEqual(['abcdefgh-1', 'abcdefgh-1']);
  const made = await server.call('GET', '/v1/nothing', { headers: { 'x-request-id': 'no!' } });
  expect(made.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('the transaction of a failed write leaves nothing', async () => {
  const id = '01a204c2-8e7d-7d3c-8ff7-6580a5ca30e5';
  const columns = 'id, name, state, version, lifecycle_version, state_since, updated_at';
  await breakIt(
    `insert into widgets.widgets (${columns}) values ('${id}', 'a', 'ready', 1, 2, now(), now()); select 1/0`,
  );
  expect((await server.call('GET', `/v1/widgets/${id}`)).status).toBe(404);
});
