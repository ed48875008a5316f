import { sealEntries, verifyTrail } from '../../src/capabilities/audit/api.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { startBenchDatabase, type BenchDatabase } from '../http/bench-database.ts';
import { startSide, stopSide, type HttpSide } from '../http/compare.ts';
import type { LoadQuestion, LoadResult } from '../http/load.ts';
import { cpuSeconds } from '../live/processes.ts';
import { median, round, type ScenarioOptions, spread } from '../live/figures.ts';
import { createRequests } from './create.ts';

export const name = 'audit';

/** What the trail costs a write, and how long a million of its entries take to be chained and verified. */
export async function run(options: ScenarioOptions): Promise<void> {
  const database = await startBenchDatabase();
  try {
    await cost(database, options);
    await chainAndVerify(database.db, options);
  } finally {
    await database.stop();
  }
}

/** The same deliveries are made with the trail and without, in turn. */
async function cost({ target, url }: BenchDatabase, { quick, out }: ScenarioOptions): Promise<void> {
  const start = (side: string, enabled: boolean) =>
    startSide(
      side,
      new URL('../servers/api.ts', import.meta.url),
      {
        target,
        url,
        settings: { CARAVAN_AUDIT_ENABLED: String(enabled), CARAVAN_LIMITS_ENABLED: 'false' },
      },
      createRequests,
      64,
    );
  const sides = [await start('audited', true), await start('without', false)];
  const seconds = quick ? 2 : 5;
  const figures = new Map<string, { rates: number[]; cpu: number[]; failures: number }>();
  for (const { side } of sides) figures.set(side, { rates: [], cpu: [], failures: 0 });
  for (const side of sides) await ask(side, 2, -1);
  for (let index = 0; index < (quick ? 2 : 5); index++)
    for (const one of sides) {
      const known = figures.get(one.side)!;
      const before = cpuSeconds(one.server.pid);
      const result = await ask(one, seconds, index);
      known.rates.push(result.requests / result.seconds);
      known.cpu.push(((cpuSeconds(one.server.pid) - before) * 1e6) / result.requests);
      known.failures += result.failures;
    }
  for (const side of sides) await stopSide(side);
  for (const [side, { rates, cpu, failures }] of figures)
    out({
      scenario: name,
      side,
      requestsPerSecond: Math.round(median(rates)),
      spread: round(spread(rates)),
      cpuMicrosPerRequest: Math.round(median(cpu)),
      failures,
    });
  const rateOf = (side: string) => median(figures.get(side)!.rates);
  out({ scenario: name, ratios: { auditedToWithout: round(rateOf('audited') / rateOf('without')) } });
}

/** Each round and side has Idempotency-Keys of its own. */
function ask({ load, requests, side }: HttpSide, seconds: number, index: number): Promise<LoadResult> {
  const own = requests.map((request) => request.replace('{n}', `${side}-${index}-{n}`));
  return load.ask<LoadResult>({ requests: own, seconds } satisfies LoadQuestion);
}

async function chainAndVerify(db: Database, { quick, out }: ScenarioOptions): Promise<void> {
  const count = quick ? 100_000 : 1_000_000;
  for (let from = 0; from < count; from += 100_000)
    await db.sql`
      insert into audit.entries
        (id, kind, outcome, operation, actor_kind, actor_id, address, request_id, entity, entity_id, detail)
      select uuidv7(), 'action', 'success', 'deliveries.createDelivery', 'person', gen_random_uuid()::text,
        '192.0.2.7', gen_random_uuid()::text, 'delivery', gen_random_uuid()::text,
        jsonb_build_object('method', 'POST', 'path', '/v1/deliveries', 'status', 201, 'changes', jsonb_build_array(
          jsonb_build_object('event', 'deliveries.deliveryCreated', 'entity', 'delivery', 'id', gen_random_uuid(),
            'sequence', 1, 'action', 'create', 'to', 'ready')), 'input', jsonb_build_object('weightGrams', n,
            'pickup', jsonb_build_object('city', 'Vaduz', 'lat', 47.14, 'lng', 9.52, 'name', '***')))
      from generate_series(1, 100000) n`;
  const timed = async <T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> => {
    const startedMs = performance.now();
    const result = await work();
    return [(performance.now() - startedMs) / 1000, result];
  };
  const [sealSeconds, sealed] = await timed(() => sealEntries({ db }));
  const before = process.cpuUsage();
  const [verifySeconds, { links, findings }] = await timed(() => verifyTrail({ db }));
  const { user, system } = process.cpuUsage(before);
  out({
    scenario: name,
    side: 'chain',
    sealed,
    sealSeconds: round(sealSeconds),
    links,
    findings: findings.length,
    verifySeconds: round(verifySeconds),
    verifyCpuSeconds: round((user + system) / 1e6),
    verifiedPerSecond: Math.round(links / verifySeconds),
  });
}
