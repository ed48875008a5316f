import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { applyMigration } from './apply-migration.ts';
import { pendingOf } from './compare.ts';
import { connectAlone } from './dedicated-connection.ts';
import { MigrationError } from './migration-error.ts';
import { type Migration, type MigrationSet, readMigrations } from './migration-files.ts';
import {
  type Ask,
  createBookkeeping,
  findLockHolder,
  listApplied,
  serverVersion,
  tryLock,
} from './queries/applied-migrations.ts';

export { MigrationError } from './migration-error.ts';
export type { MigrationSet } from './migration-files.ts';

interface MigrateLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface MigrateOptions {
  /** Tells where the database is; the work is done on a connection of its own. */
  sql: Pick<Sql, 'options'>;
  /** In the order in which they are applied. */
  sets: MigrationSet[];
  log: MigrateLog;
  /** Default 2,000. */
  lockTimeoutMs?: number;
  /** Default 20: about a minute and a half in all. */
  lockRetries?: number;
  /** Pause between two looks whether another migrator is done. Default 100. */
  lockPollMs?: number;
  /** Called before each step that a crash could separate from the next. */
  onStep?(step: string): void;
}

export interface MigrateResult {
  /** `schema/file` of what this call applied. */
  applied: string[];
  waitedForOther: boolean;
}

const oldestServer = 150_000;

/**
 * Brings the database to this version. Any number of processes may call it at once: one works, the others wait and
 * find nothing to do. Interrupted anywhere, the next call goes on.
 * @throws MigrationError, whose message is one sentence
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const migrations = readMigrations(options.sets);
  if (migrations.length === 0) return { applied: [], waitedForOther: false };
  const { ask, close } = await connectAlone(options.sql);
  try {
    await checkServer(ask);
    // The usual start has nothing to do and needs no lock, not even that of a migrator at work elsewhere.
    if (pendingOf(migrations, await listApplied(ask)).length === 0)
      return { applied: [], waitedForOther: false };
    const waitedForOther = await lock(ask, options);
    return { applied: await applyPending(ask, migrations, options), waitedForOther };
  } catch (error) {
    throw explain(error);
  } finally {
    // Ends the session, and the lock with it, on every path.
    await close();
  }
}

/** `schema/file` of what `migrate` would apply. */
export async function pendingMigrations(options: Pick<MigrateOptions, 'sql' | 'sets'>): Promise<string[]> {
  const migrations = readMigrations(options.sets);
  const { ask, close } = await connectAlone(options.sql);
  try {
    return pendingOf(migrations, await listApplied(ask)).map((migration) => migration.name);
  } finally {
    await close();
  }
}

async function checkServer(ask: Ask): Promise<void> {
  const version = await serverVersion(ask);
  if (version < oldestServer) {
    throw new MigrationError(
      'DATABASE_TOO_OLD',
      `The database runs PostgreSQL ${Math.floor(version / 10_000)} and Caravan needs 15 or newer.`,
    );
  }
}

async function lock(ask: Ask, { log, lockPollMs = 100 }: MigrateOptions): Promise<boolean> {
  for (let waits = 0; ; waits += 1) {
    if (await tryLock(ask)) return waits > 0;
    if (waits % 50 === 0)
      log.info({ holder: await findLockHolder(ask) }, 'another process migrates, waiting for it');
    await sleep(lockPollMs);
  }
}

async function applyPending(ask: Ask, migrations: Migration[], options: MigrateOptions): Promise<string[]> {
  const { log, onStep, lockTimeoutMs = 2_000, lockRetries = 20 } = options;
  await ask(
    `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning;
     SET lock_timeout = ${lockTimeoutMs}`,
  );
  await createBookkeeping(ask);
  const pending = pendingOf(migrations, await listApplied(ask));
  for (const migration of pending) {
    const startedMs = performance.now();
    await applyMigration(migration, {
      ask,
      lockTimeoutMs,
      lockRetries,
      onStep,
      onBlocked(blocked, attempt) {
        log.warn({ migration: blocked.name, attempt }, 'a table is in use, the migration tries again');
      },
    });
    const durationMs = Math.round(performance.now() - startedMs);
    log.info({ migration: migration.name, durationMs }, 'migration applied');
  }
  return pending.map((migration) => migration.name);
}

function explain(error: unknown): unknown {
  if (error instanceof MigrationError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrationError(
    'DATABASE_LOST',
    `The database was lost while it was being migrated (${reason}); start again, the work goes on where it stopped.`,
    { cause: error },
  );
}
