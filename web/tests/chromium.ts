import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';
import { type Traffic, watchTraffic } from './traffic.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined)
  console.warn('Skipped: no Chromium is installed here, so no page is opened in a browser.');

/** Whether pages can be opened here; `.ci/run` installs a browser. */
export const hasChromium = executablePath !== undefined;

const watched = new Set<Traffic>();

interface LaunchOptions {
  /** Draws maps too, slowly, by the processor. */
  maps?: boolean;
}

/** A browser whose every window is listened to: a request to nowhere that is written down fails the test. */
export async function launch({ maps = false }: LaunchOptions = {}): Promise<Browser> {
  const drawing = maps ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-gpu'];
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run', ...drawing],
  });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    watched.add(watchTraffic(context));
    return context;
  };
  return browser;
}

afterEach(async () => {
  const taken = await Promise.all([...watched].map((traffic) => traffic.take()));
  expect(taken.flatMap(({ strangers }) => strangers)).toEqual([]);
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

const schemes = ['light', 'dark'] as const;

/** What axe finds wrong on the page as it is now, in light and in dark, one line each. */
export async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of schemes) {
    // Nothing is looked at halfway between two colours.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(settled);
    for (const line of await findingsNow(page)) found.push(`${colorScheme}: ${line}`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}

/** In the page: both frames after a change are drawn, and no colour is on its way to another. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  const under = document.getAnimations().filter((one) => one instanceof CSSTransition);
  await Promise.allSettled(under.map(({ finished }) => finished));
}

/** Evaluated by the debugger, which no policy stops. */
async function findingsNow(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
