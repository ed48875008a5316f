import { round, type ScenarioOptions } from '../live/figures.ts';
import { residentBytes, startChild } from '../live/processes.ts';
import type { Measured, ViewersInput } from '../live/viewers.ts';

export const name = 'stalled';

/** 1,000 sockets that see 2,000 vehicles four times a second; in the second run 200 of them stop reading. */
const LOAD = { viewers: 1_000, vehicles: 2_000, share: 1, reportsPerSecond: 4 };

interface Run {
  p50Millis: number;
  p99Millis: number;
  firstMegabytes: number;
  largestMegabytes: number;
  skipped: number;
  closedSlow: number;
}

async function runOnce(stalled: number, slices: number): Promise<Run> {
  const server = await startChild<{ port: number; feedPort: number }>(
    new URL('../servers/hub.ts', import.meta.url),
    {},
    ['--expose-gc'],
  );
  const input: ViewersInput = { ...LOAD, ...server.ready, side: 'caravan', stalled };
  const viewers = await startChild<object>(new URL('../live/viewers.ts', import.meta.url), input);
  const resident = async () => {
    const { stats } = await server.ask<{ stats: { skipped: number; closedSlow: number } }>({});
    return { megabytes: residentBytes(server.pid) / 1e6, ...stats };
  };
  try {
    await viewers.ask({ measureMillis: 5_000 });
    const first = await resident();
    const result: Run = {
      p50Millis: 0,
      p99Millis: 0,
      firstMegabytes: round(first.megabytes, 0),
      largestMegabytes: 0,
      skipped: 0,
      closedSlow: 0,
    };
    for (let slice = 0; slice < slices; slice++) {
      const measured = await viewers.ask<Measured>({ measureMillis: 10_000 });
      const now = await resident();
      result.p50Millis = Math.max(result.p50Millis, measured.p50Millis);
      result.p99Millis = Math.max(result.p99Millis, measured.p99Millis);
      result.largestMegabytes = Math.max(result.largestMegabytes, round(now.megabytes, 0));
      result.skipped = now.skipped;
      result.closedSlow = now.closedSlow;
    }
    return result;
  } finally {
    await viewers.stop();
    await server.stop();
  }
}

/** Promise 21: the others' p99 at most doubles, memory grows by at most 100 MB. */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const without = await runOnce(0, quick ? 1 : 4);
  out({ scenario: name, stalled: 0, ...LOAD, ...without });
  const withStalled = await runOnce(200, quick ? 2 : 14);
  out({ scenario: name, stalled: 200, ...LOAD, ...withStalled });
  out({
    scenario: name,
    p99Ratio: round(withStalled.p99Millis / without.p99Millis),
    grownMegabytes: withStalled.largestMegabytes - withStalled.firstMegabytes,
    droppedWithReason: withStalled.closedSlow,
  });
}
