import type { Page } from 'playwright-core';
import { round, type ScenarioOptions } from '../live/figures.ts';
import { startChild } from '../live/processes.ts';
import { openBoard, startBrowser } from './board-page.ts';
import type { MoversInput } from './movers.ts';
import type { Seed } from './seed-board.ts';
import { traceFrames } from './trace.ts';

const fleets = [1_000, 5_000];

/**
 * PERF-10: the dispatch board in Chromium while drivers move on the streets of the demo town. They report once a second
 * through the API of a real server in a process of its own, and the board hears of them by its live socket. Work for a
 * frame is measured by tracing the page's main thread (see trace.ts); Chromium draws in software, so frames a second say
 * more about the machine than about the page.
 */
export async function measureFrames({ quick, out }: ScenarioOptions, scenario: string): Promise<void> {
  const seconds = quick ? 12 : 30;
  for (const drivers of fleets) {
    const seed: Seed = { drivers, deliveries: 10_000, open: Math.min(2_000, drivers * 2) };
    const server = await startChild<Omit<MoversInput, 'drivers'>>(
      new URL('../servers/board.ts', import.meta.url),
      seed,
    );
    const input: MoversInput = { ...server.ready, drivers };
    const movers = await startChild<object>(new URL('./movers.ts', import.meta.url), input);
    const browser = await startBrowser();
    try {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const page = await openBoard(browser, server.ready.url);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      for (const [sight, prepare, during] of sights(seconds)) {
        await prepare(page);
        await movers.ask({});
        const frames = await traceFrames(page, () => during(page));
        const { accepted } = await movers.ask<{ accepted: number }>({});
        out({
          scenario,
          figure: `frames, ${drivers} drivers, ${sight}`,
          drivers,
          sight,
          ...frames,
          reportsPerSecond: round(accepted / frames.seconds, 0),
        });
      }
    } finally {
      await browser.close();
      await movers.stop();
      await server.ask({ stop: true });
      await server.stop();
    }
  }
}

type Sight = [name: string, prepare: (page: Page) => Promise<void>, during: (page: Page) => Promise<void>];

const wait = (seconds: number) => () => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

/** What the dispatcher looks at: everyone, a part of the town, and the map while it is dragged. */
function sights(seconds: number): Sight[] {
  return [
    ['whole fleet', async () => {}, wait(seconds)],
    ['streets', zoomIn, wait(seconds)],
    ['streets, map dragged', async () => {}, drag],
  ];
}

async function zoomIn(page: Page): Promise<void> {
  for (let step = 0; step < 2; step++) {
    await page.getByRole('button', { name: 'Closer' }).click();
    await page.waitForTimeout(2_000);
  }
  await page.waitForTimeout(3_000);
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('canvas.fleet').boundingBox();
  if (!box) throw new Error('The map is not there.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (let turn = 0; turn < 2; turn++) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 15; step++)
      await page.mouse.move(x + (turn === 0 ? 10 : -10) * step, y + 5 * step);
    await page.mouse.up();
    await page.waitForTimeout(300);
  }
}
