import type { Page } from 'playwright-core';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { percentile, round, type ScenarioOptions } from '../live/figures.ts';
import { startChild } from '../live/processes.ts';
import { openBoard, startBrowser } from './board-page.ts';
import { driverIdOf, type Seed } from './seed-board.ts';
import { traceFrames } from './trace.ts';
import { watchRows } from './watch-rows.ts';

const rowsDown = 5_000;

/** What a dispatcher may ask the list for, by the address bar's names; `q` is typed, states are clicked. */
const questions: Record<string, string>[] = [
  {},
  { q: 'Customer 77777' },
  { q: 'R999' },
  { q: 'customer' },
  { q: 'zz' },
  { q: '12' },
  { q: 'nobody of this name' },
  { state: 'ready' },
  { state: 'cancelled' },
  { state: 'draft' },
  { state: 'failed,returning' },
  { state: 'ready,assigned,accepted,picked_up,in_transit,arrived,failed,returning' },
  { state: 'delivered,failed,returned' },
  { driverId: driverIdOf(3) },
  { driverId: driverIdOf(3), state: 'returned' },
  { driverId: driverIdOf(3), state: 'delivered,failed,returned' },
  { exception: 'true' },
  { exception: 'true', state: 'cancelled' },
  { q: 'customer', state: 'draft' },
  { q: 'customer 12345', state: 'delivered,cancelled' },
  { q: 'customer', driverId: driverIdOf(3) },
  { q: 'zz', state: 'ready' },
  { q: 'zz', exception: 'true' },
];

/**
 * The list of the board over a million deliveries: every filter asked of the API, then a dispatcher who scrolls, jumps
 * and filters in Chromium. Pauses are tasks of the page's main thread; waiting is from the last key, click or turn of
 * the wheel to the rows that answer it on the screen.
 */
export async function measureList({ quick, out }: ScenarioOptions, scenario: string): Promise<void> {
  const deliveries = quick ? 100_000 : 1_000_000;
  const seed: Seed = { drivers: 500, deliveries, open: 1_500 };
  const server = await startChild<{ url: string; token: string }>(
    new URL('../servers/board.ts', import.meta.url),
    seed,
  );
  const browser = await startBrowser();
  try {
    await askApi(server.ready, deliveries, scenario, out);
    const page = await openBoard(browser, server.ready.url);
    await page.getByRole('row').first().waitFor();
    await page.waitForTimeout(5_000);
    await page.evaluate(watchRows);
    const parts: [string, (page: Page) => Promise<number[]>][] = [
      ['scroll by wheel', scroll],
      ['Home, End and pages by key', jump],
      ['type and click filters', filter],
    ];
    for (const [part, during] of parts) {
      let waits: number[] = [];
      const {
        longestTaskMillis,
        longestTaskClockMillis,
        tasksOver100,
        workP95Millis,
        longest,
        longestClock,
        seconds,
      } = await traceFrames(page, async () => {
        waits = await during(page);
      });
      out({
        scenario,
        deliveries,
        part,
        seconds,
        longestTaskMillis,
        longest,
        longestTaskClockMillis,
        longestClock,
        tasksOver100,
        workP95Millis,
        waits: waits.length,
        waitP50Millis: round(percentile(waits, 0.5), 0),
        waitP95Millis: round(percentile(waits, 0.95), 0),
        waitWorstMillis: round(Math.max(...waits), 0),
      });
    }
  } finally {
    await browser.close();
    await server.ask({ stop: true });
    await server.stop();
  }
}

/** The first page of each question and the one after it, seven times, so that the database plans them as it would all day. */
async function askApi(
  { url, token }: { url: string; token: string },
  deliveries: number,
  scenario: string,
  out: ScenarioOptions['out'],
): Promise<void> {
  const http = new HttpClient({ baseUrl: url, token: () => token, timeoutMillis: 60_000, tries: 1 });
  for (const question of questions) {
    const millis: number[] = [];
    let rows = 0;
    for (let time = 0; time < 7; time++) {
      const begun = performance.now();
      const first = await call(http, 'deliveries.listDeliveries', { query: { ...question, limit: '100' } });
      millis.push(performance.now() - begun);
      rows = first.items.length;
      if (!first.nextCursor) continue;
      const query = { ...question, limit: '100', cursor: first.nextCursor };
      const again = performance.now();
      await call(http, 'deliveries.listDeliveries', { query });
      millis.push(performance.now() - again);
    }
    out({
      scenario,
      deliveries,
      question: new URLSearchParams(question).toString() || 'everything',
      rows,
      p50Millis: round(percentile(millis, 0.5), 1),
      worstMillis: round(Math.max(...millis), 1),
    });
  }
}

const settled = (page: Page, search?: string): Promise<number> =>
  page.evaluate(`caravanRows.settled(${JSON.stringify(search)})`);

async function scroll(page: Page): Promise<number[]> {
  const waits: number[] = [];
  await page.getByRole('grid').hover();
  for (let rows = 0; rows < rowsDown; rows = await page.evaluate('caravanRows.lastRow()')) {
    await page.mouse.wheel(0, 1_600);
    waits.push(await settled(page));
  }
  return waits;
}

async function jump(page: Page): Promise<number[]> {
  const waits: number[] = [];
  await page.getByRole('grid').focus();
  for (const key of [
    'Home',
    'End',
    'Home',
    'PageDown',
    'PageDown',
    'End',
    'End',
    'PageUp',
    'ArrowDown',
    'Home',
  ]) {
    await page.keyboard.press(key);
    waits.push(await settled(page));
    await page.waitForTimeout(200);
  }
  return waits;
}

async function filter(page: Page): Promise<number[]> {
  const waits: number[] = [];
  const field = page.getByRole('search').getByRole('textbox');
  for (const text of ['Customer 77777', 'R999', 'zz', 'customer', 'nobody of this name', '']) {
    await field.fill('');
    await page.waitForTimeout(600);
    if (text) {
      await field.pressSequentially(text, { delay: 40 });
      waits.push(await settled(page, text.replaceAll(' ', '+')));
    }
  }
  const states = page.getByRole('group', { name: 'States' });
  for (const name of ['Delivered', 'Cancelled', 'Delivered', 'Draft', 'Cancelled', 'Draft']) {
    await states.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await page.waitForTimeout(50);
    waits.push(await settled(page));
  }
  return waits;
}
