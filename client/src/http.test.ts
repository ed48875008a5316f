import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { HttpClient } from './http.ts';
import { ApiError } from './problem.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const seen: { method: string; url: string; key: string | undefined; authorization: string | undefined }[] =
  [];
let answers: Answer[] = [];

const server = createServer((request, response) => {
  const { method, url, headers } = request;
  seen.push({
    method: method!,
    url: url!,
    key: headers['idempotency-key'] as string | undefined,
    authorization: headers.authorization,
  });
  request.resume().on('end', () => (answers.shift() ?? json(200, {}))(request, response));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close());

beforeEach(() => {
  seen.length = 0;
  answers = [];
});

const json =
  (status: number, body: object): Answer =>
  (_request, response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  };
const cut: Answer = (request) => request.socket.destroy();
const refusal = (status: number, code: string) =>
  json(status, { status, code, title: 'T', detail: 'Words.' });
const client = new HttpClient({ baseUrl, random: () => 0 });

test('a write that got no answer is sent again under the same key', async () => {
  answers = [cut, refusal(503, 'overloaded'), refusal(409, 'request_in_flight'), json(201, { id: 'a' })];
  expect(await client.post('/v1/deliveries', { a: 1 })).toEqual({ id: 'a' });
  expect(seen).toHaveLength(4);
  expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
  await client.post('/v1/deliveries', { a: 1 });
  expect(seen.at(-1)!.key).not.toBe(seen[0]!.key);
});

test('a refusal is a typed error and is not sent again', async () => {
  answers = [refusal(409, 'illegal_transition')];
  const error = await client.post('/v1/x').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect([(error as ApiError).status, (error as ApiError).code]).toEqual([409, 'illegal_transition']);
  expect(seen).toHaveLength(1);
});

test('after so many tries the last reason is thrown', async () => {
  answers = [cut, cut, refusal(503, 'overloaded')];
  await expect(new HttpClient({ baseUrl, tries: 3, random: () => 0 }).get('/v1/x')).rejects.toThrow(
    'overloaded',
  );
  expect(seen).toHaveLength(3);
});

test('a token that is not taken is asked for once more', async () => {
  answers = [refusal(401, 'not_authenticated'), json(200, { ok: true })];
  const own = client.as((refused) => (refused ? 'new' : 'old'));
  expect(await own.get('/v1/x')).toEqual({ ok: true });
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  answers = [refusal(401, 'not_authenticated'), refusal(401, 'not_authenticated')];
  await expect(own.get('/v1/x')).rejects.toThrow('not_authenticated');
});

test('a list goes through all pages', async () => {
  answers = [json(200, { items: [1, 2], nextCursor: 'c' }), json(200, { items: [3], nextCursor: null })];
  const items: number[] = [];
  for await (const item of client.list<number>('/v1/x', { limit: 2, state: ['a', 'b'] })) items.push(item);
  expect(items).toEqual([1, 2, 3]);
  expect(seen.map(({ url }) => url)).toEqual([
    '/v1/x?limit=2&state=a%2Cb',
    '/v1/x?limit=2&state=a%2Cb&cursor=c',
  ]);
});

test('a signal ends waiting', async () => {
  const stop = new AbortController();
  answers = [cut, cut, cut, cut];
  const waiting = new HttpClient({ baseUrl, tries: Infinity, signal: stop.signal, random: () => 1 }).get(
    '/v1/x',
  );
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
