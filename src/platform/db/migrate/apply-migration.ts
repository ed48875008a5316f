import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationError } from './migration-error.ts';
import type { Migration } from './migration-files.ts';
import {
  type Ask,
  deleteProgress,
  findProgress,
  indexState,
  insertApplied,
  saveProgress,
  schemaExists,
} from './queries/applied-migrations.ts';
import type { Statement } from './split-statements.ts';

export interface ApplyOptions {
  ask: Ask;
  /** How long a statement may wait for a table's lock, with all traffic queueing behind it. */
  lockTimeoutMs: number;
  /** How often it is tried again after that. */
  lockRetries: number;
  /** Hears of each time that a table was in use. */
  onBlocked(migration: Migration, attempt: number): void;
  /** Called before each thing that a crash could separate from the next; tests end the process here. */
  onStep?(step: string): void;
}

/** What PostgreSQL refuses inside a transaction; each must bear to be run twice. */
const outsideTransaction =
  /^(create\s+(unique\s+)?index\s+concurrently|drop\s+index\s+concurrently|reindex\b.*\bconcurrently|vacuum|call|alter\s+system|alter\s+table\b.*\bdetach\s+partition\b.*\b(concurrently|finalize))\b/is;
const createIndex =
  /^create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?((?:"(?:[^"]|"")+"|[\w$]+))\s+on\s+(?:only\s+)?((?:(?:"(?:[^"]|"")+"|[\w$]+)\s*\.\s*)?)/i;

const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
/** lock_not_available, deadlock_detected, serialization_failure: nothing is wrong with the statement itself. */
const tryAgain = new Set(['55P03', '40P01', '40001']);

/** Applies one migration and records it. Interrupted anywhere, the next call goes on where this one stood. */
export async function applyMigration(migration: Migration, options: ApplyOptions): Promise<void> {
  const { ask } = options;
  if (!(await schemaExists(ask, migration.schema)))
    await ask(`CREATE SCHEMA IF NOT EXISTS ${migration.schema}`);
  await ask(`SET search_path = ${migration.schema}, public`);
  const startedMs = performance.now();
  const record = async (): Promise<void> => {
    const durationMs = Math.round(performance.now() - startedMs);
    await insertApplied(ask, { ...migration, durationMs });
  };
  if (migration.transactional) {
    await patiently(migration, options, () =>
      inTransaction(options, async () => {
        for (const [index, statement] of migration.statements.entries()) {
          options.onStep?.(`${migration.name} ${index}`);
          await execute(migration, statement, ask);
        }
        options.onStep?.(`${migration.name} record`);
        await record();
      }),
    );
    options.onStep?.(`${migration.name} done`);
    return;
  }
  await applyStepwise(migration, options, record);
}

async function applyStepwise(
  migration: Migration,
  options: ApplyOptions,
  record: () => Promise<void>,
): Promise<void> {
  const { ask } = options;
  const { schema, file, name, checksum } = migration;
  const progress = await findProgress(ask, schema, file);
  if (progress !== undefined && progress.checksum !== checksum) {
    throw new MigrationError(
      'MIGRATION_CHANGED',
      `The migration ${name} was changed after ${progress.done} of its statements had been applied; put the file back as it was.`,
    );
  }
  for (const [index, statement] of migration.statements.entries()) {
    if (index < (progress?.done ?? 0)) continue;
    const save = (): Promise<void> => saveProgress(ask, schema, file, { checksum, done: index + 1 });
    options.onStep?.(`${name} ${index}`);
    if (outsideTransaction.test(statement.text)) {
      await patiently(migration, options, () => executeAlone(migration, statement, options));
      options.onStep?.(`${name} ${index} progress`);
      await save();
    } else {
      await patiently(migration, options, () =>
        inTransaction(options, async () => {
          await execute(migration, statement, ask);
          options.onStep?.(`${name} ${index} progress`);
          await save();
        }),
      );
    }
  }
  await inTransaction(options, async () => {
    options.onStep?.(`${name} record`);
    await record();
    await deleteProgress(ask, schema, file);
  });
  options.onStep?.(`${name} done`);
}

async function inTransaction(options: ApplyOptions, work: () => Promise<void>): Promise<void> {
  const { ask } = options;
  await ask('BEGIN');
  try {
    await work();
  } catch (error) {
    await ask('ROLLBACK').catch(() => undefined);
    throw error;
  }
  await ask('COMMIT');
}

/** A waiting DDL statement makes everybody else queue behind it, so it waits shortly, steps aside, and comes again. */
async function patiently(
  migration: Migration,
  options: ApplyOptions,
  work: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const cause = error instanceof MigrationError ? error.cause : error;
      if (!tryAgain.has(codeOf(cause))) throw error;
      if (attempt > options.lockRetries) {
        throw new MigrationError(
          'MIGRATION_BLOCKED',
          `The migration ${migration.name} found a table in use by a long transaction ${attempt} times and gave up; end that transaction (pg_stat_activity shows it) and start again.`,
          { cause },
        );
      }
      options.onBlocked(migration, attempt);
      await sleep(Math.min(100 * 2 ** attempt, 5_000));
    }
  }
}

async function execute(migration: Migration, statement: Statement, ask: Ask): Promise<void> {
  try {
    await ask(statement.text);
  } catch (error) {
    throw failed(migration, statement, error);
  }
}

async function executeAlone(
  migration: Migration,
  statement: Statement,
  options: ApplyOptions,
): Promise<void> {
  const { ask } = options;
  const [, name, ofTable] = createIndex.exec(statement.text) ?? [];
  if (name !== undefined) {
    const index = `${ofTable || `${migration.schema}.`}${name}`;
    const state = await indexState(ask, index);
    if (state === 'valid') return;
    if (state === 'invalid') await ask(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
  }
  // Concurrent work waits for old transactions without holding anything up: it may wait as long as it takes.
  await ask('SET lock_timeout = 0');
  try {
    await execute(migration, statement, ask);
  } catch (error) {
    const gone = codeOf(error instanceof MigrationError ? error.cause : error) === '42704';
    if (!(gone && /^drop\s+index/i.test(statement.text))) throw error;
  } finally {
    await ask(`SET lock_timeout = ${options.lockTimeoutMs}`).catch(() => undefined);
  }
}

function failed(migration: Migration, statement: Statement, error: unknown): unknown {
  // Without a code of PostgreSQL, or with one that says good-bye, the connection failed and not the statement.
  if (!/^(?!57P0|08)[0-9A-Z]{5}$/.test(codeOf(error))) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrationError(
    'MIGRATION_FAILED',
    `The migration ${migration.name} failed in the statement at line ${statement.line}: ${reason}`,
    { cause: error },
  );
}
