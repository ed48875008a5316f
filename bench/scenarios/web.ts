import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { fill, openDemo } from '../../scripts/web/demo-for-pictures.ts';
import type { ScenarioOptions } from '../live/figures.ts';
import { measureFrames } from '../web/frames.ts';

export const name = 'web';

const executablePath = '/usr/bin/chromium';
/** The page asks not to be indexed, on purpose: its address is a secret. This audit alone would punish that. */
const skipAudits = ['is-crawlable'];

/** PERF-9: the bytes of each area, and what Lighthouse says of the public pages, on a running demo. PERF-10: frames. */
export async function run(options: ScenarioOptions): Promise<void> {
  await measurePages(options);
  await measureFrames(options, name);
}

async function measurePages({ out }: ScenarioOptions): Promise<void> {
  const report = spawnSync(process.execPath, ['scripts/web/report.ts'], { encoding: 'utf8' });
  for (const bytes of report.stdout.split('\n').filter(Boolean)) out({ scenario: name, bytes });
  const demo = await openDemo(undefined);
  const profile = mkdtempSync(join(tmpdir(), 'caravan-bench-web-'));
  const port = await freePort();
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  });
  try {
    for (const [page, template] of Object.entries({
      'tracking, on the way': '{tracking.in_transit}',
      'tracking, waiting': '{tracking.ready}',
    })) {
      const path = fill(template, demo.found);
      if (path === undefined) {
        out({ scenario: name, page, skipped: 'the demo has no such delivery now' });
        continue;
      }
      const result = await lighthouse(demo.baseUrl + path, {
        port,
        output: 'json',
        logLevel: 'error',
        skipAudits,
      });
      if (!result) throw new Error(`Lighthouse gave nothing for ${page}`);
      const { categories, audits } = result.lhr;
      const scores = Object.fromEntries(
        Object.entries(categories).map(([key, { score }]) => [key, Math.round((score ?? 0) * 100)]),
      );
      const millis = (audit: string): number => Math.round(audits[audit]?.numericValue ?? 0);
      out({
        scenario: name,
        page,
        leftOut: skipAudits.join(),
        ...scores,
        firstPaintMillis: millis('first-contentful-paint'),
        largestPaintMillis: millis('largest-contentful-paint'),
        blockingMillis: millis('total-blocking-time'),
        layoutShift: Math.round((audits['cumulative-layout-shift']?.numericValue ?? 0) * 1000) / 1000,
        bytes: millis('total-byte-weight'),
        worst: Object.values(audits)
          .filter(
            ({ score, scoreDisplayMode }) =>
              score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
          )
          .map(({ id, score }) => `${id} ${score}`)
          .join(', '),
      });
    }
  } finally {
    await browser.close();
    await demo.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
