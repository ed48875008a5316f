import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { levelOf, viewportsOf } from '../live/fleet.ts';
import { cpuSeconds, startChild } from '../live/processes.ts';
import type { Reported, ReportersInput } from '../live/reporters.ts';

export const name = 'ingest';

interface Case {
  label: string;
  side: ReportersInput['side'];
  door: ReportersInput['door'];
  geofences?: number;
}

/** PERF-4: 20,000 vehicles, 50,000 positions a second offered in batches of 100, seen by 100 sockets. */
const LOAD = { vehicles: 20_000, positionsPerSecond: 50_000, batch: 100, viewers: 100, share: 0.01 };
const CASES: Case[] = [
  { label: 'caravan socket', side: 'caravan', door: 'socket' },
  { label: 'caravan http', side: 'caravan', door: 'http' },
  { label: 'caravan http, 10,000 geofences', side: 'caravan', door: 'http', geofences: 10_000 },
  { label: 'express + pg + socket.io', side: 'express', door: 'http' },
];
const SERVERS = {
  caravan: new URL('../servers/product.ts', import.meta.url),
  express: new URL('../rivals/express-ingest.ts', import.meta.url),
};

interface Run extends Reported {
  serverCpuSeconds: number;
  postgresCpuSeconds: number;
  /** Acknowledged since the start, and rows in the table at the end: they must be equal. */
  acknowledgedInAll: number;
  stored: number;
  /** Vehicles that are inside of a geofence at the end. */
  inside: number;
}

async function runOnce(one: Case, seconds: number): Promise<Run> {
  const [box] = viewportsOf(1, LOAD.share);
  const server = await startChild<{ url: string; token: string; postgresPid: number }>(SERVERS[one.side], {
    level: levelOf(box as [number, number, number, number]),
    geofences: one.geofences,
  });
  const { postgresPid } = server.ready;
  const reporters = await startChild<object>(new URL('../live/reporters.ts', import.meta.url), {
    ...LOAD,
    ...server.ready,
    ...one,
  });
  try {
    await reporters.ask({ measureMillis: Math.min(5_000, seconds * 500) });
    const before = [cpuSeconds(server.pid), cpuSeconds(postgresPid, true)] as const;
    const reported = await reporters.ask<Reported>({ measureMillis: seconds * 1_000 });
    const after = [cpuSeconds(server.pid), cpuSeconds(postgresPid, true)] as const;
    const { acknowledged } = await reporters.ask<{ acknowledged: number }>({ drain: true });
    const { stored, inside = 0 } = await server.ask<{ stored: number; inside?: number }>({});
    return {
      ...reported,
      serverCpuSeconds: after[0] - before[0],
      postgresCpuSeconds: after[1] - before[1],
      acknowledgedInAll: acknowledged,
      stored,
      inside,
    };
  } finally {
    await reporters.stop();
    await server.ask({ stop: true });
    await server.stop();
  }
}

function summarize(runs: readonly Run[]) {
  const perSecond = runs.map((run) => run.acknowledged / run.seconds);
  return {
    positionsPerSecond: Math.round(median(perSecond)),
    spread: round(spread(perSecond)),
    offeredPerSecond: Math.round(median(runs.map((run) => run.offered / run.seconds))),
    failed: Math.max(...runs.map((run) => run.failed)),
    durableP50Millis: Math.round(median(runs.map((run) => run.durableP50Millis))),
    durableP99Millis: Math.round(median(runs.map((run) => run.durableP99Millis))),
    screenP50Millis: Math.round(median(runs.map((run) => run.screenP50Millis))),
    screenP99Millis: Math.round(median(runs.map((run) => run.screenP99Millis))),
    deliveriesPerSecond: Math.round(median(runs.map((run) => run.deliveries / run.seconds))),
    positionsPerCpuSecond: Math.round(
      median(runs.map((run) => run.acknowledged / (run.serverCpuSeconds + run.postgresCpuSeconds))),
    ),
    serverCpuCores: round(median(runs.map((run) => run.serverCpuSeconds / run.seconds))),
    postgresCpuCores: round(median(runs.map((run) => run.postgresCpuSeconds / run.seconds))),
    loadCpuCores: round(median(runs.map((run) => run.cpuSeconds / run.seconds))),
    acknowledgedButNotStored: Math.max(...runs.map((run) => run.acknowledgedInAll - run.stored)),
    inside: Math.round(median(runs.map((run) => run.inside))),
    runs: runs.length,
  };
}

export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const [rounds, seconds] = quick ? [1, 5] : [3, 15];
  const runs = new Map<Case, Run[]>(CASES.map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of CASES) runs.get(one)?.push(await runOnce(one, seconds));
  }
  const results = CASES.map((one) => ({ label: one.label, ...summarize(runs.get(one) as Run[]) }));
  for (const result of results) out({ scenario: name, ...LOAD, ...result });
  type Result = (typeof results)[0];
  const [socket, http, fenced, rival] = results as [Result, Result, Result, Result];
  const against = (own: Result) => ({
    positionsPerSecond: round(own.positionsPerSecond / rival.positionsPerSecond, 1),
    positionsPerCpuSecond: round(own.positionsPerCpuSecond / rival.positionsPerCpuSecond, 1),
  });
  out({
    scenario: name,
    ratios: { express: { socket: against(socket), http: against(http), geofences: against(fenced) } },
  });
}
