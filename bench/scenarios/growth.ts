import { seedDeliveries, startBenchDatabase } from '../http/bench-database.ts';
import { startSide, stopSide } from '../http/compare.ts';
import type { LoadQuestion, LoadResult } from '../http/load.ts';
import { median, percentile, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { listRequests } from './list.ts';

export const name = 'growth';

/** PERF-7: p95 of the list as the table grows. The rate is fixed, so that only the size differs. */
export async function run({ quick, out }: ScenarioOptions): Promise<void> {
  const sizes = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const database = await startBenchDatabase();
  try {
    let seeded = 1;
    const p95s: number[] = [];
    const { target, url } = database;
    for (const rows of sizes) {
      await seedDeliveries(database.db, seeded, rows);
      seeded = rows;
      await database.db.sql`checkpoint`.catch(() => {});
      const side = await startSide(
        'caravan',
        new URL('../servers/api.ts', import.meta.url),
        { target, url },
        listRequests,
        8,
      );
      const ask = (seconds: number) =>
        side.load.ask<LoadResult>({ requests: side.requests, seconds, rate: 400 } satisfies LoadQuestion);
      await ask(3);
      const rounds: number[] = [];
      for (let round_ = 0; round_ < (quick ? 3 : 5); round_++)
        rounds.push(percentile((await ask(quick ? 2 : 4)).latenciesMillis, 0.95));
      await stopSide(side);
      p95s.push(median(rounds));
      out({
        scenario: name,
        side: 'caravan',
        rows,
        p95Ms: round(median(rounds), 3),
        spread: round(spread(rounds)),
        requestsPerSecond: 400,
      });
    }
    out({ scenario: name, ratios: { lastToFirstP95: round((p95s.at(-1) as number) / (p95s[0] as number)) } });
  } finally {
    await database.stop();
  }
}
