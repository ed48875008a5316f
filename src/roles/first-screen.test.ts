import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const server = await startTestServer();
afterAll(() => server.stop());

const html = (await server.request('GET', '/')).text;
const linked = [...html.matchAll(/(?:href|src)="(\/(?:web|client)\/[^"]+)"/g)].map(([, path]) => path!);
const parts = await Promise.all(
  [...new Set(linked)].map(async (path) => ({ path, ...(await server.request('GET', path)) })),
);

test('the page and all its parts come from here, under a policy that allows nothing else', async () => {
  const { status, headers } = await server.request('GET', '/');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(parts.length).toBeGreaterThan(10);
  for (const { path, status: found } of parts) expect([path, found]).toEqual([path, 200]);
  for (const { path, text } of [{ path: '/', text: html }, ...parts]) {
    const outside = [...text.matchAll(/\b(?:https?|wss?):\/\/[^\s"'`)]+/g)].map(([url]) => url);
    // A name space and a source that a comment names are no requests.
    const allowed =
      /^http:\/\/www\.w3\.org\/|^https:\/\/github\.com\/mapbox\/vector-tile-spec$|^wss:\/\/host\/|^http:\/\/localhost:3000$/;
    expect([path, outside.filter((url) => !allowed.test(url))]).toEqual([path, []]);
  }
});

test('nothing on it is inline, and every import is served', () => {
  expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*src=)|\son\w+=/);
  const served = new Set(parts.map(({ path }) => path));
  for (const { path, text } of parts.filter((part) => part.path.endsWith('.ts')))
    for (const [, target] of text.matchAll(/^(?:import|export) .* from '([^']+)'/gm))
      expect([path, target, served.has(new URL(target!, `http://x${path}`).pathname)]).toEqual([
        path,
        target,
        true,
      ]);
});

test('it is small on the wire', () => {
  const bytes = [html, ...parts.map(({ text }) => text)].reduce(
    (sum, text) => sum + gzipSync(text).length,
    0,
  );
  expect(bytes).toBeLessThan(45_000);
});

test('it is asked for again only when it has changed', async () => {
  const { headers } = await server.request('GET', '/');
  const again = await server.request('GET', '/', { headers: { 'if-none-match': headers.get('etag')! } });
  expect(again.status).toBe(304);
});
