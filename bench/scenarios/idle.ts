import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { cpuSeconds, residentBytes, startChild } from '../live/processes.ts';
import type { Side } from '../live/viewers.ts';

export const name = 'idle';

const SERVERS: Record<Side, URL> = {
  caravan: new URL('../servers/hub.ts', import.meta.url),
  'socket.io': new URL('../rivals/socket-io-rooms.ts', import.meta.url),
  ws: new URL('../rivals/ws-loop.ts', import.meta.url),
};

interface Run {
  kilobytesEach: number;
  heapKilobytesEach: number;
  cpuPercent: number;
  open: number;
  closed: number;
}

async function runOnce(side: Side, sockets: number, seconds: number): Promise<Run> {
  const server = await startChild<{ port: number }>(SERVERS[side], { level: 12 }, ['--expose-gc']);
  const idlers = await startChild<object>(new URL('../live/idlers.ts', import.meta.url), {
    side,
    port: server.ready.port,
    sockets,
  });
  try {
    const memory = async () => {
      const { memory: usage } = await server.ask<{ memory: NodeJS.MemoryUsage }>({});
      return { resident: residentBytes(server.pid), heap: usage.heapUsed + usage.external };
    };
    const before = await memory();
    await idlers.ask({ open: true });
    // Garbage of the handshakes goes; what stays is what an open socket costs.
    await memory();
    await idlers.ask({ waitMillis: 1_000 });
    const after = await memory();
    const cpuBefore = cpuSeconds(server.pid);
    const state = await idlers.ask<{ open: number; closed: number }>({ waitMillis: seconds * 1_000 });
    return {
      kilobytesEach: (after.resident - before.resident) / sockets / 1024,
      heapKilobytesEach: (after.heap - before.heap) / sockets / 1024,
      cpuPercent: ((cpuSeconds(server.pid) - cpuBefore) / seconds) * 100,
      ...state,
    };
  } finally {
    await idlers.stop();
    await server.stop();
  }
}

/** PERF-6: 10,000 sockets that only wait, in one process. */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const sides: Side[] = ['caravan', 'socket.io', 'ws'];
  const [rounds, sockets, seconds] = quick ? [1, 2_000, 3] : [3, 10_000, 10];
  const runs: Record<Side, Run[]> = { caravan: [], 'socket.io': [], ws: [] };
  for (let count = 0; count < rounds; count++) {
    for (const side of sides) runs[side].push(await runOnce(side, sockets, seconds));
  }
  const each = (side: Side) => median(runs[side].map((run) => run.kilobytesEach));
  for (const side of sides) {
    const own = runs[side];
    out({
      scenario: name,
      side,
      sockets,
      kilobytesEach: round(each(side), 1),
      spread: round(spread(own.map((run) => run.kilobytesEach))),
      heapKilobytesEach: round(median(own.map((run) => run.heapKilobytesEach)), 1),
      cpuPercent: round(median(own.map((run) => run.cpuPercent)), 1),
      open: Math.min(...own.map((run) => run.open)),
      closed: Math.max(...own.map((run) => run.closed)),
      runs: own.length,
    });
  }
  out({
    scenario: name,
    ratios: {
      'socket.io': { kilobytesEach: round(each('socket.io') / each('caravan'), 1) },
      ws: { kilobytesEach: round(each('ws') / each('caravan'), 1) },
    },
  });
}
