import type { CDPSession, Page } from 'playwright-core';
import { round, type ScenarioOptions } from '../live/figures.ts';
import { startChild } from '../live/processes.ts';
import { openBoard, startBrowser } from './board-page.ts';
import type { MoversInput } from './movers.ts';
import type { Seed } from './seed-board.ts';
import { traceFrames } from './trace.ts';

const drivers = 1_000;
const bytesPerMegabyte = 1e6;

/**
 * Two dispatchers' windows on one machine while a thousand drivers move: frames of the busier one, and what each
 * holds of memory, with everything that nobody needs any more collected first, from minute to minute.
 */
export async function measureTwoWindows({ quick, out }: ScenarioOptions, scenario: string): Promise<void> {
  const minutes = quick ? 2 : 10;
  const seed: Seed = { drivers, deliveries: 10_000, open: 2_000 };
  const server = await startChild<Omit<MoversInput, 'drivers'>>(
    new URL('../servers/board.ts', import.meta.url),
    seed,
  );
  const input: MoversInput = { ...server.ready, drivers };
  const movers = await startChild<object>(new URL('./movers.ts', import.meta.url), input);
  const browser = await startBrowser();
  try {
    const pages: Page[] = [];
    for (let window = 0; window < 2; window++) pages.push(await openBoard(browser, server.ready.url));
    const [first] = pages as [Page, Page];
    const sessions = await Promise.all(pages.map((page) => page.context().newCDPSession(page)));
    await first.waitForTimeout(15_000);
    const frames = await traceFrames(first, () => first.waitForTimeout(quick ? 8_000 : 20_000));
    out({ scenario, figure: 'two windows, frames', drivers, ...frames });
    const held: number[][] = [];
    for (let minute = 0; minute <= minutes; minute++) {
      if (minute > 0) await first.waitForTimeout(60_000);
      held.push(await Promise.all(sessions.map(heapMegabytes)));
    }
    const { accepted } = await movers.ask<{ accepted: number }>({});
    // The first minute fills what is kept on purpose: pictures of dots, a history of answers.
    const [early, late] = [held[1], held.at(-1)] as [number[], number[]];
    out({
      scenario,
      figure: 'two windows, memory',
      drivers,
      minutes,
      positions: accepted,
      megabytesByMinute: held.map((each) => each.map((one) => round(one, 1)).join(' / ')).join(', '),
      grownMegabytes: late.map((one, window) => round(one - (early[window] as number), 1)).join(' / '),
    });
  } finally {
    await browser.close();
    await movers.stop();
    await server.ask({ stop: true });
    await server.stop();
  }
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  // Twice: what the first finds may hold others.
  for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / bytesPerMegabyte;
}
