import { customerIdOf, seedDeliveries, startBenchDatabase } from '../http/bench-database.ts';
import { compare, startSide, stopSide, type Comparison } from '../http/compare.ts';
import { round, type ScenarioOptions } from '../live/figures.ts';

export const name = 'list';

/** Each owner in turn, so that no two requests in a row ask for the same rows. */
export const listRequests = (token: string): string[] =>
  Array.from({ length: 100 }, (_, n) => listRequest(token, customerIdOf(n)));

const listRequest = (token: string, customerId: string): string =>
  `GET /v1/deliveries?customerId=${customerId}&state=delivered&limit=20 HTTP/1.1\r\nhost: localhost\r\n${
    token ? `authorization: Bearer ${token}\r\n` : ''
  }\r\n`;

/**
 * PERF-1 and PERF-2: 20 of 500,000 deliveries by owner and status; and what login, limits, trail and log cost of it, with
 * the same routes without them (`all off`).
 */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const rows = quick ? 50_000 : 500_000;
    await seedDeliveries(database.db, 1, rows);
    const { target, url } = database;
    const sides = [
      await startSide(
        'caravan',
        new URL('../servers/api.ts', import.meta.url),
        { target, url },
        listRequests,
      ),
      await startSide(
        'caravan, limits off',
        new URL('../servers/api.ts', import.meta.url),
        { target, url, settings: { CARAVAN_LIMITS_ENABLED: 'false' } },
        listRequests,
      ),
      await startSide(
        'caravan, all off',
        new URL('../servers/bare-api.ts', import.meta.url),
        { target, url },
        listRequests,
      ),
      await startSide(
        'express+pg',
        new URL('../rivals/express-pg.ts', import.meta.url),
        { target },
        listRequests,
      ),
      await startSide(
        'node:http+postgres.js',
        new URL('../rivals/node-postgres-js.ts', import.meta.url),
        { target },
        listRequests,
      ),
    ];
    const results = await compare(sides, { rounds: quick ? 2 : 4, seconds: quick ? 2 : 5 });
    for (const side of sides) await stopSide(side);
    for (const result of results) out({ scenario: name, rows, ...result });
    const [caravan, ...others] = results;
    const ratio = (other: Comparison) => ({
      requestsPerSecond: round(caravan!.requestsPerSecond / other.requestsPerSecond),
      p99Ms: round(caravan!.p99Ms / other.p99Ms),
      cpuMicrosPerRequest: round(caravan!.cpuMicrosPerRequest / other.cpuMicrosPerRequest),
    });
    out({ scenario: name, ratios: Object.fromEntries(others.map((other) => [other.side, ratio(other)])) });
  } finally {
    await database.stop();
  }
}
