import type { Browser } from 'playwright-core';
import { afterEach, expect } from 'vitest';
import { hasChromium, type LaunchOptions, openBrowser } from './browser.ts';
import { type Traffic, watchTraffic } from './traffic.ts';

export { findings } from './axe.ts';
export { hasChromium };
if (!hasChromium) console.warn('Skipped: no Chromium is installed here, so no page is opened in a browser.');

const watched = new Set<Traffic>();

/** A browser whose every window is listened to: a request to nowhere that is written down fails the test. */
export async function launch(options?: LaunchOptions): Promise<Browser> {
  const browser = await openBrowser(options);
  const open = browser.newContext.bind(browser);
  browser.newContext = async (of) => {
    const context = await open(of);
    watched.add(watchTraffic(context));
    return context;
  };
  return browser;
}

afterEach(async () => {
  const taken = await Promise.all([...watched].map((traffic) => traffic.take()));
  expect(taken.flatMap(({ strangers }) => strangers)).toEqual([]);
});
