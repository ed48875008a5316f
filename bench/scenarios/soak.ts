import { round, type ScenarioOptions } from '../live/figures.ts';
import { cpuSeconds, residentBytes, startChild } from '../live/processes.ts';
import type { Measured, ViewersInput } from '../live/viewers.ts';

export const name = 'soak';

/** 10,000 sockets at once and 2,000 vehicles that move all the while; each socket sees some 20 of them. */
const LOAD = { viewers: 10_000, vehicles: 2_000, share: 0.01, reportsPerSecond: 1 };

export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const [slices, sliceSeconds] = quick ? [2, 10] : [10, 30];
  const server = await startChild<{ port: number; feedPort: number }>(
    new URL('../servers/hub.ts', import.meta.url),
    {},
    ['--expose-gc'],
  );
  const input: ViewersInput = { ...LOAD, ...server.ready, side: 'caravan' };
  const viewers = await startChild<object>(new URL('../live/viewers.ts', import.meta.url), input);
  const memory = async () => {
    const { memory: usage } = await server.ask<{ memory: NodeJS.MemoryUsage }>({});
    return {
      residentMegabytes: round(residentBytes(server.pid) / 1e6, 0),
      heapMegabytes: round((usage.heapUsed + usage.external) / 1e6, 0),
    };
  };
  try {
    await viewers.ask({ measureMillis: 5_000 });
    const first = await memory();
    let [errors, worstP99] = [0, 0];
    for (let slice = 1; slice <= slices; slice++) {
      const cpuBefore = cpuSeconds(server.pid);
      const measured = await viewers.ask<Measured>({ measureMillis: sliceSeconds * 1_000 });
      errors = measured.closed;
      worstP99 = Math.max(worstP99, measured.p99Millis);
      out({
        scenario: name,
        atSeconds: slice * sliceSeconds,
        ...(await memory()),
        deliveriesPerSecond: Math.round(measured.deliveries / measured.seconds),
        p50Millis: measured.p50Millis,
        p99Millis: measured.p99Millis,
        closed: measured.closed,
        serverCpuCores: round((cpuSeconds(server.pid) - cpuBefore) / measured.seconds),
        loadCpuCores: round(measured.cpuSeconds / measured.seconds),
      });
    }
    out({
      scenario: name,
      ...LOAD,
      seconds: slices * sliceSeconds,
      first,
      last: await memory(),
      errors,
      worstP99,
    });
  } finally {
    await viewers.stop();
    await server.stop();
  }
}
