/** What the runner sends: one question, answered in full. */
export type Ask = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

export interface AppliedMigration {
  schema: string;
  file: string;
  checksum: string;
  phase: 'expand' | 'contract';
}

export interface Progress {
  checksum: string;
  /** Statements of the file, from its start, that are done for good. */
  done: number;
}

const createTables = `
  CREATE SCHEMA IF NOT EXISTS platform_migrations;
  CREATE TABLE IF NOT EXISTS platform_migrations.applied (
    schema text NOT NULL,
    file text NOT NULL,
    checksum text NOT NULL,
    phase text NOT NULL CHECK (phase IN ('expand', 'contract')),
    applied_at timestamptz NOT NULL DEFAULT now(),
    duration_ms integer NOT NULL,
    PRIMARY KEY (schema, file)
  );
  CREATE TABLE IF NOT EXISTS platform_migrations.progress (
    schema text NOT NULL,
    file text NOT NULL,
    checksum text NOT NULL,
    done integer NOT NULL,
    PRIMARY KEY (schema, file)
  );`;

async function exists(ask: Ask): Promise<boolean> {
  const [row] = await ask("SELECT to_regclass('platform_migrations.progress') IS NOT NULL AS found");
  return row?.['found'] === true;
}

export async function createBookkeeping(ask: Ask): Promise<void> {
  if (!(await exists(ask))) await ask(createTables);
}

export async function listApplied(ask: Ask): Promise<AppliedMigration[]> {
  if (!(await exists(ask))) return [];
  const rows = await ask(
    'SELECT schema, file, checksum, phase FROM platform_migrations.applied ORDER BY schema, file',
  );
  return rows as unknown as AppliedMigration[];
}

export async function insertApplied(ask: Ask, row: AppliedMigration & { durationMs: number }): Promise<void> {
  await ask(
    'INSERT INTO platform_migrations.applied (schema, file, checksum, phase, duration_ms) VALUES ($1, $2, $3, $4, $5)',
    [row.schema, row.file, row.checksum, row.phase, row.durationMs],
  );
}

export async function findProgress(ask: Ask, schema: string, file: string): Promise<Progress | undefined> {
  const [row] = await ask(
    'SELECT checksum, done FROM platform_migrations.progress WHERE schema = $1 AND file = $2',
    [schema, file],
  );
  return row as Progress | undefined;
}

export async function saveProgress(
  ask: Ask,
  schema: string,
  file: string,
  progress: Progress,
): Promise<void> {
  await ask(
    `INSERT INTO platform_migrations.progress (schema, file, checksum, done) VALUES ($1, $2, $3, $4)
     ON CONFLICT (schema, file) DO UPDATE SET checksum = EXCLUDED.checksum, done = EXCLUDED.done`,
    [schema, file, progress.checksum, progress.done],
  );
}

export async function deleteProgress(ask: Ask, schema: string, file: string): Promise<void> {
  await ask('DELETE FROM platform_migrations.progress WHERE schema = $1 AND file = $2', [schema, file]);
}

export async function schemaExists(ask: Ask, schema: string): Promise<boolean> {
  const [row] = await ask('SELECT to_regnamespace($1) IS NOT NULL AS found', [schema]);
  return row?.['found'] === true;
}

/** Whether the index is there and whether it can be used; a broken CREATE INDEX CONCURRENTLY leaves an invalid one. */
export async function indexState(ask: Ask, name: string): Promise<'absent' | 'valid' | 'invalid'> {
  const [row] = await ask('SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)', [
    name,
  ]);
  return row === undefined ? 'absent' : row['valid'] === true ? 'valid' : 'invalid';
}

export async function serverVersion(ask: Ask): Promise<number> {
  const [row] = await ask("SELECT current_setting('server_version_num')::int AS version");
  return Number(row?.['version']);
}

/** One for all databases is enough: PostgreSQL keeps advisory locks per database. */
const lockKey = '4850717263490921';

/**
 * Never waits inside of PostgreSQL: a waiting statement holds a snapshot, and the holder's CREATE INDEX
 * CONCURRENTLY would wait for that snapshot to go.
 */
export async function tryLock(ask: Ask): Promise<boolean> {
  const [row] = await ask(`SELECT pg_try_advisory_lock(${lockKey}) AS taken`);
  return row?.['taken'] === true;
}

export async function findLockHolder(ask: Ask): Promise<string> {
  const [row] = await ask(
    `SELECT a.pid, a.application_name AS name, host(a.client_addr) AS address
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) | l.objid::bigint = ${lockKey}`,
  );
  return row === undefined
    ? 'nobody'
    : `${row['name']} (backend ${row['pid']}, ${row['address'] ?? 'same machine'})`;
}
