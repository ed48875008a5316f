import type { Browser, Page } from 'playwright-core';
import { median, round, type ScenarioOptions } from '../live/figures.ts';
import { startChild } from '../live/processes.ts';
import { startBrowser } from './board-page.ts';
import type { Seed } from './seed-board.ts';

/** Not multiples of what the seed counts states by, so that everybody holds something. */
const fleets = [101, 1_001];
const openings = 5;
/** Nothing was asked for and nothing drawn anew in the timeline for so long: the board is full. */
const stillMillis = 1_500;

/**
 * How the board comes up for somebody who opens it: requests to the API until nothing more is asked, and the time from
 * the navigation to the last answer that the list, the map's drivers or the timeline waited for.
 */
export async function measureOpening({ quick, out }: ScenarioOptions, scenario: string): Promise<void> {
  for (const drivers of fleets.slice(0, quick ? 1 : undefined)) {
    const seed: Seed = { drivers, deliveries: 10_000, open: Math.min(2_000, drivers * 3) };
    const server = await startChild<{ url: string }>(new URL('../servers/board.ts', import.meta.url), seed);
    const browser = await startBrowser();
    try {
      const found = [];
      // The first one warms up: plans of the database, the map's tiles.
      for (let opening = 0; opening <= openings; opening++) found.push(await open(browser, server.ready.url));
      const kept = found.slice(1);
      out({
        scenario,
        figure: `opening, ${drivers} drivers`,
        drivers,
        requests: median(kept.map(({ requests }) => requests)),
        ofTheTimeline: median(kept.map(({ ofTheTimeline }) => ofTheTimeline)),
        firstRowMillis: round(median(kept.map(({ firstRowMillis }) => firstRowMillis)), 0),
        timelineMillis: round(median(kept.map(({ timelineMillis }) => timelineMillis)), 0),
        lastAnswerMillis: round(median(kept.map(({ lastAnswerMillis }) => lastAnswerMillis)), 0),
      });
    } finally {
      await browser.close();
      await server.ask({ stop: true });
      await server.stop();
    }
  }
}

interface Opening {
  /** To the API, tiles of the map aside. */
  requests: number;
  ofTheTimeline: number;
  firstRowMillis: number;
  /** Until the marks of every row in sight stand there. */
  timelineMillis: number;
  lastAnswerMillis: number;
}

/** What the rows of the timeline ask for, in this version and in those before it. */
const daily = /driver-days|route-previews|[?&]driverId=/;

async function open(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1600, height: 1000 } });
  context.setDefaultTimeout(60_000);
  try {
    const page = await context.newPage();
    await page.goto(`${url}/app/enter`);
    await page.getByRole('button', { name: /^Dispatcher/ }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    return await watch(page, () => page.goto(`${url}/app/dispatch`));
  } finally {
    await context.close();
  }
}

async function watch(page: Page, go: () => Promise<unknown>): Promise<Opening> {
  const asked: string[] = [];
  let [waiting, lastMs, lastDailyMs] = [0, Date.now(), 0];
  const counts = (path: string) => /\/v1\//.test(path) && !/\/v1\/(tiles|live|page-speeds)/.test(path);
  page.on('request', (request) => {
    if (!counts(request.url())) return;
    asked.push(request.url());
    waiting++;
  });
  const ended = (address: string) => {
    if (!counts(address)) return;
    waiting--;
    lastMs = Date.now();
    if (daily.test(address)) lastDailyMs = lastMs;
  };
  page.on('requestfinished', (request) => ended(request.url()));
  page.on('requestfailed', (request) => ended(request.url()));
  const begunMs = Date.now();
  await go();
  await page.getByRole('row').first().waitFor();
  const firstRowMillis = Date.now() - begunMs;
  while (waiting > 0 || Date.now() - lastMs < stillMillis) await page.waitForTimeout(50);
  return {
    requests: asked.length,
    ofTheTimeline: asked.filter((address) => daily.test(address)).length,
    firstRowMillis,
    timelineMillis: lastDailyMs - begunMs,
    lastAnswerMillis: lastMs - begunMs,
  };
}
