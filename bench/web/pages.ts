import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { type Demo, fill, openDemo } from '../../scripts/web/demo-for-pictures.ts';
import { openOffice } from '../../scripts/web/office-for-pictures.ts';
import type { ScenarioOptions } from '../live/figures.ts';

const executablePath = '/usr/bin/chromium';
/** A tracking page asks not to be indexed, on purpose: its address is a secret. This audit alone would punish that. */
const secret = ['is-crawlable'];

interface PublicPage {
  name: string;
  path: string;
  /** On an instance with accounts instead of on the demo. */
  office?: boolean;
  skipAudits?: string[];
}

const pages: readonly PublicPage[] = [
  { name: 'first screen', path: '/' },
  { name: 'tracking, on the way', path: '{tracking.in_transit}', skipAudits: secret },
  { name: 'tracking, waiting', path: '{tracking.ready}', skipAudits: secret },
  { name: 'demo, choose who to be', path: '/app/enter' },
  { name: 'first screen, closed', path: '/', office: true },
  { name: 'login', path: '/app/enter', office: true },
  { name: 'sign-up', path: '/app/sign-up', office: true },
  { name: 'forgotten password', path: '/app/forgot', office: true },
];

/** PERF-9: what Lighthouse says of every page that needs no login, on a phone and on a desk. */
export async function measurePages({ out }: ScenarioOptions, scenario: string): Promise<void> {
  const [demo, office] = [await openDemo(undefined), await openOffice()];
  const profile = mkdtempSync(join(tmpdir(), 'caravan-bench-web-'));
  const port = await freePort();
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  });
  try {
    for (const page of pages)
      for (const screen of ['phone', 'desktop'] as const) {
        const figure = `${page.name}, ${screen}`;
        const host: Pick<Demo, 'baseUrl' | 'found'> = page.office ? office : demo;
        const path = fill(page.path, host.found);
        if (path === undefined) out({ scenario, figure, skipped: 'the demo has no such delivery now' });
        else out({ scenario, figure, ...(await judge(host.baseUrl + path, page, screen, port)) });
      }
  } finally {
    await browser.close();
    await demo.close();
    await office.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function judge(
  url: string,
  { name, skipAudits = [] }: PublicPage,
  screen: 'phone' | 'desktop',
  port: number,
): Promise<object> {
  const flags = { port, output: 'json', logLevel: 'error', skipAudits } as const;
  const result = await lighthouse(url, flags, screen === 'desktop' ? desktopConfig : undefined);
  if (!result) throw new Error(`Lighthouse gave nothing for ${name}`);
  const { categories, audits } = result.lhr;
  const scores = Object.fromEntries(
    Object.entries(categories).map(([key, { score }]) => [key, Math.round((score ?? 0) * 100)]),
  );
  const millis = (audit: string): number => Math.round(audits[audit]?.numericValue ?? 0);
  return {
    leftOut: skipAudits.join(),
    ...scores,
    firstPaintMillis: millis('first-contentful-paint'),
    largestPaintMillis: millis('largest-contentful-paint'),
    blockingMillis: millis('total-blocking-time'),
    layoutShift: Math.round((audits['cumulative-layout-shift']?.numericValue ?? 0) * 1000) / 1000,
    bytes: millis('total-byte-weight'),
    worst: Object.values(audits)
      .filter(
        ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
      )
      .map(({ id, score }) => `${id} ${score}`)
      .join(', '),
    console: consoleOf(audits['errors-in-console']?.details),
  };
}

/** What the page said on the console that it should not have. */
function consoleOf(details: unknown): string {
  const { items = [] } = (details ?? {}) as { items?: { description?: string; source?: string }[] };
  return items.map(({ source, description }) => `${source}: ${description}`).join('; ');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
