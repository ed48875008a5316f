import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../../src/platform/realtime/tests/test-hub.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (chromium === undefined)
  console.log('Skipped: the live socket in a browser, because there is no Chromium.');

let hub: TestHub;
let profile: string;
beforeEach(async () => {
  hub = await startTestHub();
  profile = mkdtempSync(join(tmpdir(), 'caravan-chromium-'));
});
afterEach(async () => {
  await hub.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const PAGE = `<!doctype html><title>live</title><script type="module">
import { LiveClient } from '/live.ts';
const seen = [];
const client = new LiveClient({
  url: location.origin.replace('http', 'ws') + '/v1/live',
  ticket: async () => 'ann',
  onPositions: ({ changed }) => {
    for (const { id, lat, lng } of changed) seen.push({ id, lat, lng });
    fetch('/result', { method: 'POST', body: JSON.stringify({ seen, events }) });
  },
  onEvent: (event) => { events.push(event.name); },
});
const events = [];
client.subscribe('feed');
client.setViewport([9, 47, 10, 48]);
client.connect();
</script>`;

/** The page, the client as the browser would get it, and a place where the page tells what it saw. */
function servePages(): Promise<{ seen: { id: string; lat: number; lng: number }[]; events: string[] }> {
  return new Promise((resolve) => {
    hub.server.on('request', (request, response) => {
      if (request.url === '/result') {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          response.end();
          const result = JSON.parse(body);
          if (result.seen.length > 1 && result.events.length > 0) resolve(result);
        });
        return;
      }
      const match = /^\/([\w-]+\.ts)$/.exec(request.url ?? '');
      if (match === null) {
        response.setHeader('content-type', 'text/html');
        response.end(request.url === '/' ? PAGE : '');
        return;
      }
      const source = readFileSync(new URL(`../../client/src/live/${match[1]}`, import.meta.url), 'utf8');
      response.setHeader('content-type', 'text/javascript');
      response.end(stripTypeScriptTypes(source));
    });
  });
}

test.runIf(chromium !== undefined)('Chromium shows what moves', async () => {
  hub.rights.set('ann', new Set(['map', 'feed']));
  const told = servePages();
  const id = '00000000-0000-7000-8000-00000000c0de';
  let step = 0;
  const moving = setInterval(() => {
    step++;
    hub.events.publish('moved', ['feed'], {}, 'now');
    hub.hub.publishPositions([
      {
        id,
        kind: 0,
        lat: 47.5,
        lng: 9.5 + step / 1000,
        headingDegrees: 90,
        speedMetersPerSecond: 10,
        deviceTimeMs: Date.now(),
      },
    ]);
  }, 100);
  const browser = spawn(
    chromium as string,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${hub.port}/`,
    ],
    { stdio: 'ignore' },
  );
  try {
    const { seen, events } = await told;
    expect(seen[0]).toMatchObject({ id });
    expect(seen[0]?.lat).toBeCloseTo(47.5, 5);
    expect((seen[1]?.lng ?? 0) - (seen[0]?.lng ?? 0)).toBeGreaterThan(0.0009);
    expect(events[0]).toBe('moved');
  } finally {
    clearInterval(moving);
    const gone = new Promise((resolve) => browser.once('exit', resolve));
    browser.kill('SIGKILL');
    await gone;
  }
});
