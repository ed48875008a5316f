import { EventEmitter } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { watchTraffic } from './traffic.ts';
import { buildWebApp } from '../../scripts/web/build-web-app.ts';

/** What every test in a browser relies on: a request that is written down nowhere is named. */
let server: TestServer;
beforeAll(async () => {
  await buildWebApp();
  server = await startTestServer();
});
afterAll(() => server?.stop());

test('operations, pages, files and the live socket pass; everything else is named', async () => {
  const context = new EventEmitter();
  const traffic = watchTraffic(context as unknown as BrowserContext);
  const ask = (method: string, address: string, isPage = false) =>
    context.emit('request', {
      method: () => method,
      url: () => new URL(address, server.address).href,
      isNavigationRequest: () => isPage,
    });
  const page = new EventEmitter();
  context.emit('page', page);
  const socket = (path: string) =>
    page.emit('websocket', { url: () => new URL(path, server.address.replace('http', 'ws')).href });

  for (const path of [
    '/',
    '/app',
    '/app/dispatch?state=ready',
    '/app/driver/stop/7',
    '/track/abc_-1',
    '/docs',
  ])
    ask('GET', path, true);
  for (const path of ['/web/tracking/main.ts', '/client/src/http.ts', '/app/index.html', 'data:,', 'blob:x'])
    ask('GET', path);
  ask('GET', '/v1/deliveries?limit=5&state=ready');
  ask('POST', '/v1/deliveries/7/actions/deliver');
  socket('/v1/live?ticket=t');
  expect(await traffic.take()).toEqual({ strangers: [], requests: 12 });

  ask('GET', '/v1/deliveries?nonsense=5');
  ask('DELETE', '/v1/deliveries/7');
  ask('GET', '/v1/unknown');
  ask('GET', '/app/assets/gone-12345678.js');
  ask('GET', '/web/tracking/../../package.json');
  ask('POST', '/app', true);
  ask('GET', 'https://fonts.example/inter.woff2');
  socket('/v1/other');
  const { strangers } = await traffic.take();
  expect(strangers.map((line) => line.replace(server.address, '').replace(/ws:\/\/[^/]+/, ''))).toEqual([
    'GET /v1/deliveries?nonsense=5',
    'DELETE /v1/deliveries/7',
    'GET /v1/unknown',
    'GET /app/assets/gone-12345678.js',
    'GET /package.json',
    'POST /app',
    'GET https://fonts.example/inter.woff2',
    'SOCKET /v1/other',
  ]);
});
