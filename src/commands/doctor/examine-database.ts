import { clockSkewSeconds, examineIndexes } from '../../platform/db/examine.ts';
import { pendingMigrations, type MigrationSet } from '../../platform/db/migrate/migrate.ts';
import type { Context } from '../../platform/context.ts';
import { workerCheck } from '../../platform/health/health.ts';
import { explainFailure } from '../failure.ts';
import type { Finding } from './finding.ts';

const tolerableSkewSeconds = 2;

/** What is wrong inside a database that answers. */
export async function examineDatabase(
  ctx: Context,
  sets: MigrationSet[],
  { expectWorker }: { expectWorker: boolean },
): Promise<Finding[]> {
  const skew = skewFindings(await clockSkewSeconds(ctx.db.sql, ctx.clock));
  const pending = await migrationFindings(ctx, sets);
  if (pending.length > 0) return [...skew, ...pending];
  return [...skew, ...(await indexFindings(ctx, sets)), ...(expectWorker ? await workerFindings(ctx) : [])];
}

function skewFindings(seconds: number): Finding[] {
  if (Math.abs(seconds) <= tolerableSkewSeconds) return [];
  return [
    {
      code: 'CLOCK_SKEW',
      severity: Math.abs(seconds) > 60 ? 'error' : 'warning',
      sentence: `This machine's clock is ${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? 'ahead of' : 'behind'} the database's.`,
      remedy:
        'Let both machines follow a time server (`timedatectl set-ntp true`): tokens and timers depend on it.',
    },
  ];
}

async function migrationFindings(ctx: Context, sets: MigrationSet[]): Promise<Finding[]> {
  try {
    const pending = await pendingMigrations({ sql: ctx.db.sql as never, sets });
    if (pending.length === 0) return [];
    return [
      {
        code: 'MIGRATIONS_PENDING',
        severity: 'warning',
        sentence: `The database is not at this version yet: ${pending.length} migrations are to be applied (${shorten(pending)}).`,
        remedy: 'Run `caravan migrate`; `caravan start` does the same first.',
      },
    ];
  } catch (error) {
    return [
      {
        code: 'MIGRATIONS_DISAGREE',
        severity: 'error',
        sentence: explainFailure(error).sentence,
        remedy: 'Start the version of Caravan that the database belongs to.',
      },
    ];
  }
}

async function indexFindings(ctx: Context, sets: MigrationSet[]): Promise<Finding[]> {
  const { missing, invalid } = await examineIndexes(ctx.db.sql, sets);
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push({
      code: 'INDEX_MISSING',
      severity: 'warning',
      sentence: `The database lacks ${missing.length === 1 ? 'the index' : `${missing.length} indexes:`} ${shorten(missing)}; someone dropped what a migration had made, and some queries are slow.`,
      remedy: `Make it again as the migrations say: grep -rn 'index ${missing[0]!.split('.')[1]}' src --include='*.sql'`,
    });
  if (invalid.length > 0)
    findings.push({
      code: 'INDEX_INVALID',
      severity: 'warning',
      sentence: `An interrupted build left ${shorten(invalid)} unusable: it costs time at each write and helps no query.`,
      remedy: `Build it again without blocking anyone: REINDEX INDEX CONCURRENTLY ${invalid[0]};`,
    });
  return findings;
}

async function workerFindings(ctx: Context): Promise<Finding[]> {
  const silence = await workerCheck.check(ctx);
  if (silence === undefined) return [];
  return [
    {
      code: 'NO_WORKER',
      severity: 'warning',
      sentence: 'No worker has given a sign of life for a minute: timers, jobs and subscribers wait.',
      remedy: 'Start one beside the others: `caravan start --roles worker`; what waits is done then.',
    },
  ];
}

const shorten = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
