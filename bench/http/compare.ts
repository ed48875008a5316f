import { median, percentile, round, spread } from '../live/figures.ts';
import { cpuSeconds, startChild, type Child } from '../live/processes.ts';
import type { LoadQuestion, LoadResult } from './load.ts';

export interface HttpSide {
  side: string;
  server: Child<{ port: number; token: string }>;
  load: Child<object>;
  requests: string[];
}

export async function startSide(
  side: string,
  script: URL,
  input: object,
  requestsFor: (token: string) => string[],
  connections = 32,
): Promise<HttpSide> {
  const server = await startChild<{ port: number; token: string }>(script, input);
  const load = await startChild<object>(new URL('./load.ts', import.meta.url), {
    port: server.ready.port,
    connections,
  });
  return { side, server, load, requests: requestsFor(server.ready.token) };
}

export async function stopSide({ server, load }: HttpSide): Promise<void> {
  await load.stop();
  await server.stop();
}

interface Round {
  requestsPerSecond: number;
  cpuMicrosPerRequest: number;
  loadCpuMicrosPerRequest: number;
  bytesPerRequest: number;
  failures: number;
}

async function throughput({ server, load, requests }: HttpSide, seconds: number): Promise<Round> {
  const cpuBefore = cpuSeconds(server.pid);
  const result = await load.ask<LoadResult>({ requests, seconds } satisfies LoadQuestion);
  const perRequest = (cpu: number) => Math.round((cpu * 1e6) / result.requests);
  return {
    requestsPerSecond: result.requests / result.seconds,
    cpuMicrosPerRequest: perRequest(cpuSeconds(server.pid) - cpuBefore),
    loadCpuMicrosPerRequest: perRequest(result.cpuSeconds),
    bytesPerRequest: Math.round(result.bytes / result.requests),
    failures: result.failures,
  };
}

export interface Comparison {
  side: string;
  requestsPerSecond: number;
  spread: number;
  p50Ms: number;
  p99Ms: number;
  rateForLatency: number;
  cpuMicrosPerRequest: number;
  loadCpuMicrosPerRequest: number;
  bytesPerRequest: number;
  failures: number;
}

/**
 * Throughput of each side in turn (A B C A B C …), then the latency of each at one common rate: 70 % of what the
 * slowest reached.
 */
export async function compare(
  sides: readonly HttpSide[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Comparison[]> {
  for (const side of sides) await throughput(side, Math.min(3, seconds));
  const measured = new Map<string, Round[]>(sides.map(({ side }) => [side, []]));
  for (let round = 0; round < rounds; round++)
    for (const side of sides) measured.get(side.side)?.push(await throughput(side, seconds));
  const rates = sides.map(({ side }) =>
    median((measured.get(side) ?? []).map((round) => round.requestsPerSecond)),
  );
  const rate = Math.floor(Math.min(...rates) * 0.7);
  const latencies = new Map<string, number[]>(sides.map(({ side }) => [side, []]));
  for (let round = 0; round < rounds; round++)
    for (const side of sides) {
      const result = await side.load.ask<LoadResult>({
        requests: side.requests,
        seconds,
        rate,
      } satisfies LoadQuestion);
      latencies.get(side.side)?.push(...result.latenciesMillis);
    }
  return sides.map(({ side }, index) => {
    const rounds_ = measured.get(side) ?? [];
    const all = latencies.get(side) ?? [];
    return {
      side,
      requestsPerSecond: Math.round(rates[index] as number),
      spread: round(spread(rounds_.map((entry) => entry.requestsPerSecond))),
      p50Ms: round(percentile(all, 0.5)),
      p99Ms: round(percentile(all, 0.99)),
      rateForLatency: rate,
      cpuMicrosPerRequest: Math.round(median(rounds_.map((entry) => entry.cpuMicrosPerRequest))),
      loadCpuMicrosPerRequest: Math.round(median(rounds_.map((entry) => entry.loadCpuMicrosPerRequest))),
      bytesPerRequest: rounds_[0]?.bytesPerRequest ?? 0,
      failures: rounds_.reduce((sum, entry) => sum + entry.failures, 0),
    };
  });
}
