import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined)
  console.log('Skipped: the pages under their Content Security Policy, because there is no Chromium.');

let server: TestServer;
let browser: Browser | undefined;
beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'realtime'], settings: { CARAVAN_DEMO: 'true' } });
  if (executablePath)
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    });
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
});

const pages = [
  { path: '/', shows: 'Caravan' },
  { path: '/docs/', shows: 'Caravan' },
  { path: '/docs/errors', shows: 'too_many_requests' },
];

test.runIf(executablePath)(
  'each page works under its policy, and breaks none of it',
  { timeout: 60_000 },
  async () => {
    for (const { path, shows } of pages) {
      const page = await (browser as Browser).newPage();
      const refused: string[] = [];
      page.on('console', (message) => {
        if (/Content Security Policy|TrustedHTML|TrustedScript|Permissions policy/.test(message.text()))
          refused.push(message.text());
      });
      page.on('pageerror', (error) => refused.push(error.message));
      await page.goto(`${server.address}${path}`, { waitUntil: 'networkidle' });
      await page.getByText(shows).first().waitFor({ state: 'attached' });
      expect([path, refused]).toEqual([path, []]);
      await page.close();
    }
  },
);

/** Three ways in; Trusted Types refuse some of them by an error. Gives whether one of them ran. */
const injection = `(async () => {
  const tryTo = (inject) => { try { inject(); } catch {} };
  const script = document.createElement('script');
  tryTo(() => { script.text = 'window.injected = true'; });
  document.head.append(script);
  const image = document.createElement('img');
  tryTo(() => image.setAttribute('onerror', 'window.injected = true'));
  tryTo(() => { document.createElement('div').innerHTML = '<img src=x onerror="window.injected = true">'; });
  const failed = new Promise((resolve) => image.addEventListener('error', resolve));
  image.setAttribute('src', '/none.png');
  document.body.append(image);
  await failed;
  return window.injected === true;
})()`;

test.runIf(executablePath)('the policies are in force: what is injected does not run', async () => {
  for (const { path } of pages) {
    const page = await (browser as Browser).newPage();
    await page.goto(`${server.address}${path}`);
    const ran = await page.evaluate(injection);
    expect([path, ran]).toEqual([path, false]);
    await page.close();
  }
});
