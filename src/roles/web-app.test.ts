import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const style = '.opening { inset: 0 }';
const html = `<!doctype html><style>${style}</style><div id="root"></div>`;
const script = 'export const built = true;';

const webFolder = await mkdtemp(path.join(tmpdir(), 'caravan-web-'));
await mkdir(path.join(webFolder, 'assets'));
const files = { 'index.html': html, 'assets/main-1a2b.js': script };
for (const [name, text] of Object.entries(files)) {
  await writeFile(path.join(webFolder, name), text);
  await writeFile(path.join(webFolder, `${name}.br`), brotliCompressSync(text));
  await writeFile(path.join(webFolder, `${name}.gz`), gzipSync(text));
}
await writeFile(
  path.join(webFolder, 'built.json'),
  JSON.stringify({ hash: '1', files: Object.keys(files), before: [] }),
);
const server = await startTestServer({ settings: { CARAVAN_WEB_FOLDER: webFolder } });
afterAll(async () => {
  await server.stop();
  await rm(webFolder, { recursive: true });
});

const get = (at: string, headers: Record<string, string> = {}) =>
  server.request('GET', at, { headers: { 'accept-encoding': 'identity', ...headers } });

test.each(['/app', '/app/enter', '/app/index.html'])(
  '%s is the page, packed as the browser likes it',
  async (at) => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get(at, { 'accept-encoding': accepted });
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
      expect(answer.headers.get('vary')).toContain('accept-encoding');
      expect(answer.text).toBe(html);
      const known = { 'accept-encoding': accepted, 'if-none-match': answer.headers.get('etag')! };
      expect((await get(at, known)).status).toBe(304);
    }
  },
);

test('its policy lets in the styles that it opens with, by their hash, and nothing else that is inline', async () => {
  const policy = (await get('/app/enter')).headers.get('content-security-policy')!;
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([`style-src 'self' 'sha256-${hash}'`, "script-src 'self'", "default-src 'none'"]),
  );
  expect(policy).not.toContain('unsafe');
});

test('a file with a hash in its name is kept for ever; one that was not built is not found', async () => {
  const answer = await get('/app/assets/main-1a2b.js');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.text).toBe(script);
  expect((await get('/app/assets/main-9999.js')).status).toBe(404);
});
