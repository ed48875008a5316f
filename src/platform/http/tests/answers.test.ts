import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPlatformServer, type PlatformServer } from './platform-server.ts';

let server: PlatformServer;
beforeAll(async () => {
  server = await startPlatformServer();
});
afterAll(() => server.stop());

const create = async (name: string) => (await server.call('POST', '/v1/widgets', { body: { name } })).json;

describe('tags', () => {
  test('a read with the tag that the client has is 304 without a body, any other is whole', async () => {
    const { id } = await create('tagged');
    const first = await server.call('GET', `/v1/widgets/${id}`);
    expect(first.headers.get('etag')).toBe('"v1"');
    for (const tag of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
      const again = await server.call('GET', `/v1/widgets/${id}`, { headers: { 'if-none-match': tag } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', '"v1"']);
    }
    const other = await server.call('GET', `/v1/widgets/${id}`, { headers: { 'if-none-match': '"v2"' } });
    expect(other.status).toBe(200);
    const list = await server.call('GET', '/v1/widgets');
    const same = await server.call('GET', '/v1/widgets', {
      headers: { 'if-none-match': list.headers.get('etag')! },
    });
    expect(same.status).toBe(304);
  });

  test('of two who saw the same version one may change it, the other learns which it is now', async () => {
    const { id } = await create('contested');
    const change = (name: string, tag: string) =>
      server.call('PATCH', `/v1/widgets/${id}`, { body: { name }, headers: { 'if-match': tag } });
    const answers = await Promise.all([change('one', '"v1"'), change('two', '"v1"')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await change('three', '"nonsense"')).status).toBe(412);
    expect((await change('four', '*')).status).toBe(200);
    const act = await server.call('POST', `/v1/widgets/${id}/actions/cancel`, {
      body: {},
      headers: { 'if-match': '"v1"' },
    });
    expect(act.json).toMatchObject({ code: 'precondition_failed', version: 3 });
  });
});

test('pages follow each other without a gap or a repetition while rows come in between', async () => {
  for (const letter of 'abcdefghij') await create(`page-${letter}`);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `limit=3${cursor ? `&cursor=${cursor}` : ''}`;
    const { json } = await server.call('GET', `/v1/widgets?${query}`);
    seen.push(...json.items.map(({ name }: { name: string }) => name));
    cursor = json.nextCursor;
    await create('page-a0');
  } while (cursor);
  const pages = seen.filter((name) => /^page-[b-j]$/.test(name));
  expect(pages).toEqual([...'bcdefghij'].map((letter) => `page-${letter}`));
  const narrow = await server.call('GET', '/v1/widgets?limit=1&fields=name,state');
  expect(Object.keys(narrow.json.items[0])).toEqual(['name', 'state']);
});

describe('compression', () => {
  const fetchRaw = (path: string, encoding: string) =>
    new Promise<{ encoding: string | undefined; vary: string | undefined; bytes: Buffer }>(
      (resolve, reject) => {
        get(`${server.address}${path}`, { headers: { 'accept-encoding': encoding } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              encoding: response.headers['content-encoding'],
              vary: response.headers.vary,
              bytes: Buffer.concat(chunks),
            }),
          );
        }).on('error', reject);
      },
    );
  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['zstd', zstdDecompressSync],
  ])('%s above 1 KB', async (encoding, unpack) => {
    const { bytes, ...head } = await fetchRaw('/v1/big-widget?bytes=20000', encoding);
    expect(head).toEqual({ encoding, vary: 'accept-encoding' });
    expect(bytes.length).toBeLessThan(1000);
    expect(JSON.parse(unpack(bytes).toString()).text).toHaveLength(Math.ceil(20_000 / 7) * 7);
  });

  test('neither a short answer nor one with a secret in it', async () => {
    expect((await fetchRaw('/v1/big-widget?bytes=100', 'gzip, br, zstd')).encoding).toBeUndefined();
    expect((await fetchRaw('/v1/secret-widget', 'gzip, br, zstd')).encoding).toBeUndefined();
  });
});
