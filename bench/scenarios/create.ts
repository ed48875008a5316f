import { startBenchDatabase, customerIdOf } from '../http/bench-database.ts';
import { startSide, stopSide } from '../http/compare.ts';
import type { LoadQuestion, LoadResult } from '../http/load.ts';
import { roundTripsOfCreate } from '../http/round-trips.ts';
import { cpuSeconds } from '../live/processes.ts';
import { median, percentile, round, type ScenarioOptions, spread } from '../live/figures.ts';

export const name = 'create';

export const newDelivery = (n: number): object => ({
  customerId: customerIdOf(n),
  pickup: { name: 'Depot', street: 'Hafenstrasse', houseNumber: '1', city: 'Vaduz', lat: 47.14, lng: 9.52 },
  dropoff: {
    name: `Customer ${n}`,
    street: 'Landstrasse',
    houseNumber: `${n}`,
    postcode: '9490',
    city: 'Vaduz',
    lat: 47.1 + n * 0.0001,
    lng: 9.5,
  },
  weightGrams: 1200,
  proofRules: ['photo'],
  assignmentMode: 'manual',
});

export const createRequests = (token: string): string[] =>
  Array.from({ length: 100 }, (_, n) => {
    const body = JSON.stringify(newDelivery(n));
    return `POST /v1/deliveries HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\nidempotency-key: {n}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  });

/** PERF-3: a delivery validated, idempotent, with its event and stored answer, durable in one commit. */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const { target, url } = database;
    const roundTrips = await roundTripsOfCreate(url, newDelivery);
    const side = await startSide(
      'caravan',
      new URL('../servers/api.ts', import.meta.url),
      { target, url },
      createRequests,
      64,
    );
    const ask = (seconds: number, rate?: number) =>
      side.load.ask<LoadResult>({
        requests: side.requests,
        seconds,
        ...(rate && { rate }),
      } satisfies LoadQuestion);
    await ask(3);
    const [rates, cpu]: [number[], number[]] = [[], []];
    let failures = 0;
    for (let index = 0; index < (quick ? 2 : 4); index++) {
      const before = cpuSeconds(side.server.pid);
      const result = await ask(quick ? 2 : 5);
      rates.push(result.requests / result.seconds);
      cpu.push(((cpuSeconds(side.server.pid) - before) * 1e6) / result.requests);
      failures += result.failures;
    }
    const paced = await ask(quick ? 2 : 5, Math.floor(median(rates) * 0.7));
    await stopSide(side);
    out({
      scenario: name,
      side: 'caravan',
      requestsPerSecond: Math.round(median(rates)),
      spread: round(spread(rates)),
      p50Ms: round(percentile(paced.latenciesMillis, 0.5)),
      p99Ms: round(percentile(paced.latenciesMillis, 0.99)),
      cpuMicrosPerRequest: Math.round(median(cpu)),
      roundTrips,
      failures,
    });
    out({
      scenario: name,
      ratios: { requestsPerSecondToBar: round(median(rates) / 1500), roundTripsToBar: round(roundTrips / 4) },
    });
  } finally {
    await database.stop();
  }
}
