import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { levelOf, viewportsOf } from '../live/fleet.ts';
import { cpuSeconds, residentBytes, startChild } from '../live/processes.ts';
import type { Measured, Side, ViewersInput } from '../live/viewers.ts';

export const name = 'fanout';

interface Pattern {
  pattern: string;
  viewers: number;
  vehicles: number;
  share: number;
  reportsPerSecond: number;
}

/** PERF-5: 1,000 viewers that see 200 of 2,000 vehicles, four reports a second each; and 200 of 20,000 at one. */
const PATTERNS: Pattern[] = [
  { pattern: 'city', viewers: 1_000, vehicles: 2_000, share: 0.1, reportsPerSecond: 4 },
  { pattern: 'viewport', viewers: 1_000, vehicles: 20_000, share: 0.01, reportsPerSecond: 1 },
];

const SERVERS: Record<Side, URL> = {
  caravan: new URL('../servers/hub.ts', import.meta.url),
  'socket.io': new URL('../rivals/socket-io-rooms.ts', import.meta.url),
  ws: new URL('../rivals/ws-loop.ts', import.meta.url),
};

interface Run extends Measured {
  serverCpuSeconds: number;
  residentMegabytes: number;
}

async function runOnce(side: Side, pattern: Pattern, seconds: number): Promise<Run> {
  const [box] = viewportsOf(1, pattern.share);
  const server = await startChild<{ port: number; feedPort: number }>(SERVERS[side], {
    level: levelOf(box as [number, number, number, number]),
  });
  const input: ViewersInput = { ...pattern, ...server.ready, side };
  const viewers = await startChild<object>(new URL('../live/viewers.ts', import.meta.url), input);
  try {
    await viewers.ask({ measureMillis: Math.min(3_000, seconds * 500) });
    const cpuBefore = cpuSeconds(server.pid);
    const measured = await viewers.ask<Measured>({ measureMillis: seconds * 1_000 });
    const serverCpuSeconds = cpuSeconds(server.pid) - cpuBefore;
    return { ...measured, serverCpuSeconds, residentMegabytes: residentBytes(server.pid) / 1e6 };
  } finally {
    await viewers.stop();
    await server.stop();
  }
}

function summarize(runs: readonly Run[]) {
  const perSecond = runs.map((run) => run.deliveries / run.seconds);
  const perCpuSecond = runs.map((run) => run.deliveries / run.serverCpuSeconds);
  return {
    deliveriesPerSecond: Math.round(median(perSecond)),
    spread: round(spread(perSecond)),
    deliveriesPerCpuSecond: Math.round(median(perCpuSecond)),
    spreadPerCpuSecond: round(spread(perCpuSecond)),
    p50Millis: Math.round(median(runs.map((run) => run.p50Millis))),
    p99Millis: Math.round(median(runs.map((run) => run.p99Millis))),
    serverCpuCores: round(median(runs.map((run) => run.serverCpuSeconds / run.seconds))),
    loadCpuCores: round(median(runs.map((run) => run.cpuSeconds / run.seconds))),
    bytesPerDelivery: round(median(runs.map((run) => run.bytes / run.deliveries)), 1),
    megabytesPerSecond: round(median(runs.map((run) => run.bytes / run.seconds / 1e6))),
    framesPerSocketSecond: round(median(runs.map((run) => run.messages / run.seconds / 1_000))),
    residentMegabytes: Math.round(median(runs.map((run) => run.residentMegabytes))),
    offeredReportsPerSecond: Math.round(median(runs.map((run) => run.sent / run.seconds))),
    closed: Math.max(...runs.map((run) => run.closed)),
    runs: runs.length,
  };
}

export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const sides: Side[] = ['caravan', 'socket.io', 'ws'];
  const [rounds, seconds] = quick ? [1, 4] : [3, 10];
  const ratios: Record<
    string,
    Record<string, { deliveriesPerSecond: number; deliveriesPerCpuSecond: number }>
  > = {};
  for (const pattern of PATTERNS) {
    const runs: Record<Side, Run[]> = { caravan: [], 'socket.io': [], ws: [] };
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) runs[side].push(await runOnce(side, pattern, seconds));
    }
    const own = summarize(runs.caravan);
    for (const side of sides) out({ scenario: name, side, ...pattern, ...summarize(runs[side]) });
    ratios[pattern.pattern] = {};
    for (const side of ['socket.io', 'ws'] as const) {
      const rival = summarize(runs[side]);
      (ratios[pattern.pattern] as Record<string, object>)[side] = {
        deliveriesPerSecond: round(own.deliveriesPerSecond / rival.deliveriesPerSecond, 1),
        deliveriesPerCpuSecond: round(own.deliveriesPerCpuSecond / rival.deliveriesPerCpuSecond, 1),
      };
    }
  }
  out({ scenario: name, ratios: ratios['city'], viewport: { ratios: ratios['viewport'] } });
}
