import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../../src/platform/db/migrate/migrate.ts';
import { migrateJobs } from '../../src/platform/jobs/worker.ts';
import { widgetSets } from '../../src/platform/testing/widgets/module.ts';
import { play } from './scheduler.ts';
import type { Prepare, Scenario } from './scenario.ts';
import { calendarSet, doubleBooking } from './scenarios/calendar.ts';
import { idempotency, idempotencyAtOnce } from './scenarios/idempotency.ts';
import { jobExists, jobOnce } from './scenarios/jobs.ts';
import { migrations } from './scenarios/migrations.ts';
import { subscriberOnce } from './scenarios/subscribers.ts';
import { acceptCancel, assigners, timerAction } from './scenarios/transitions.ts';
import { openStage, type Stage } from './stage.ts';

export const scenarios: readonly Scenario[] = [
  idempotency,
  idempotencyAtOnce,
  assigners,
  acceptCancel,
  timerAction,
  jobExists,
  jobOnce,
  subscriberOnce,
  migrations,
  doubleBooking,
];

export interface Verdict {
  seed: number;
  trace: string[];
  /** What was wrong; undefined when all invariants held. */
  failure: string | undefined;
}

const quiet = { info: () => undefined, warn: () => undefined };
const seats = 4;

/** A database of its own on the server, with the tables of the platform, the calendar and the test module. */
export async function withStage<T>(serverUrl: string, work: (stage: Stage) => Promise<T>): Promise<T> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const name = `caravan_test_${Math.floor(Date.now() / 1000)}_${randomUUID().slice(0, 8)}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    await migrate({ sql, sets: [...widgetSets, calendarSet], log: quiet });
    await sql.end();
    await migrateJobs(url.href);
    const stage = await openStage(url.href, seats);
    try {
      return await work(stage);
    } finally {
      await stage.close();
    }
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

/** @param variant the name of a broken variant; without it the product itself */
export async function runSeed(
  stage: Stage,
  scenario: Scenario,
  seed: number,
  variant?: string,
): Promise<Verdict> {
  const prepare: Prepare | undefined = variant === undefined ? scenario.prepare : scenario.broken[variant];
  if (!prepare) throw new Error(`${scenario.name} has no variant "${variant}"`);
  const { tasks, check } = await prepare(stage);
  const { trace, outcomes, deadlocks } = await play(stage, tasks, seed, scenario.cuts ?? 2);
  const failure = await check(outcomes);
  return { seed, trace, failure: failure ?? (deadlocks > 0 ? `${deadlocks} deadlocks` : undefined) };
}

/** The seeds until the broken variant is caught; undefined when it never is. */
export async function seedsToCatch(
  stage: Stage,
  scenario: Scenario,
  variant: string,
  most: number,
): Promise<Verdict | undefined> {
  for (let seed = 1; seed <= most; seed++) {
    const verdict = await runSeed(stage, scenario, seed, variant);
    if (verdict.failure) return verdict;
  }
  return undefined;
}

export const describeFailure = (
  scenario: string,
  { seed, failure, trace }: Verdict,
  variant?: string,
): string =>
  [
    `${scenario}${variant ? ` (${variant})` : ''}, seed ${seed}: ${failure}`,
    ...trace.map((line) => `    ${line}`),
    `  Again: npm run check -- interleaving --scenario ${scenario} --seed ${seed}`,
  ].join('\n');
