import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/postgres.ts';
import { migrate, pendingMigrations } from '../migrate.ts';
import { quiet, readyChild, setOf } from './migrate-help.ts';

const files = {
  '0001-init.sql': `-- expand
    CREATE TABLE parcel (id int PRIMARY KEY, colour text);
    INSERT INTO parcel SELECT n, 'red' FROM generate_series(1, 100) n;
    CREATE TABLE tally (n int);`,
  '0002-backfill.sql': `-- no-transaction
    -- expand
    ALTER TABLE parcel ADD COLUMN size int;
    CREATE INDEX CONCURRENTLY parcel_colour ON crash.parcel (colour);
    INSERT INTO tally VALUES (1);
    CREATE UNIQUE INDEX CONCURRENTLY parcel_twin ON parcel (id);
    UPDATE parcel SET size = coalesce(size, 0) + id;
    DROP INDEX CONCURRENTLY parcel_twin;
    VACUUM parcel;`,
  '0003-more.sql': 'INSERT INTO tally VALUES (2); CREATE VIEW parcel_sizes AS SELECT id, size FROM parcel;',
};
const names = Object.keys(files).map((file) => `crash/${file}`);
const set = setOf('crash', files);
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ sets: [] });
  databases.push(database);
  return database;
}

async function expectWhole({ sql }: TestDatabase): Promise<void> {
  expect(await pendingMigrations({ sql, sets: [set] })).toEqual([]);
  const [found] = await sql`
    SELECT (SELECT array_agg(n ORDER BY n) FROM crash.tally) AS tally,
      (SELECT sum(size) FROM crash.parcel_sizes)::int AS sizes,
      (SELECT array_agg(c.relname::text || ' ' || i.indisvalid ORDER BY c.relname)
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'crash'::regnamespace) AS indexes,
      (SELECT count(*)::int FROM platform_migrations.progress) AS progress,
      (SELECT array_agg(file ORDER BY applied_at) FROM platform_migrations.applied) AS files`;
  expect(found).toEqual({
    tally: [1, 2],
    sizes: 5050,
    indexes: ['parcel_colour true', 'parcel_pkey true'],
    progress: 0,
    files: Object.keys(files),
  });
}

test('a kill between any two statements is made good by the next run, each statement taking effect once', async () => {
  let deaths = 0;
  for (let dieAt = 0; ; dieAt += 1) {
    const database = await emptyDatabase();
    const first = await readyChild(database.url, set, dieAt);
    first.begin();
    const { signal, error } = await first.result;
    expect(error).toBeUndefined();
    if (signal === 'SIGKILL') deaths += 1;
    await migrate({ sql: database.sql, sets: [set], log: quiet });
    await expectWhole(database);
    if (signal !== 'SIGKILL') break;
  }
  // 3 + 7 + 2 statements, and each record of what is done.
  expect(deaths).toBeGreaterThanOrEqual(12 + 3);
}, 120_000);

test('the same with the connection cut at each step instead of the process', async () => {
  for (let cutAt = 0; ; cutAt += 1) {
    const database = await emptyDatabase();
    let step = 0;
    let cut: Promise<unknown> | undefined;
    const outcome = await migrate({
      sql: database.sql,
      sets: [set],
      log: quiet,
      onStep() {
        if (step++ !== cutAt) return;
        cut = database.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name LIKE 'caravan-migrate%'`.execute();
      },
    }).then(
      () => 'done',
      (error: unknown) => (error as { code?: string }).code,
    );
    await cut;
    if (cut === undefined) {
      expect(outcome).toBe('done');
      break;
    }
    // The cut races the statement it is aimed at: either the work was lost, or it was over before.
    expect(['done', 'DATABASE_LOST']).toContain(outcome);
    await migrate({ sql: database.sql, sets: [set], log: quiet });
    await expectWhole(database);
  }
}, 60_000);

test('five processes at once: one migrates, none fails', async () => {
  const database = await emptyDatabase();
  const children = await Promise.all([1, 2, 3, 4, 5].map(() => readyChild(database.url, set)));
  for (const child of children) child.begin();
  const results = await Promise.all(children.map((child) => child.result));
  expect(results.map(({ code, error }) => ({ code, error }))).toEqual(
    Array.from({ length: 5 }, () => ({ code: 0, error: undefined })),
  );
  expect(results.map(({ applied }) => applied).filter((applied) => applied?.length !== 0)).toEqual([names]);
  await expectWhole(database);
}, 60_000);

test('when the migrator is killed a waiting process takes over', async () => {
  const slow = setOf('crash', {
    ...files,
    '0000-gate.sql': 'SELECT pg_advisory_lock_shared(77); SELECT pg_advisory_unlock_shared(77)',
  });
  const database = await emptyDatabase();
  // One plain connection: its lock must stay on the session that took it.
  const gate = postgres(database.url, { max: 1 });
  await gate`SELECT pg_advisory_lock(77)`;
  const [first, second] = await Promise.all([readyChild(database.url, slow), readyChild(database.url, slow)]);
  first.begin();
  const atGate = async (): Promise<number> => {
    const [row] = await database.sql`SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event = 'advisory'`;
    return Number(row?.['waiting']);
  };
  await expect.poll(atGate, { timeout: 20_000 }).toBe(1);
  second.begin();
  const turnedAway = () => database.sql`SELECT 1 FROM pg_stat_activity
    WHERE application_name LIKE 'caravan-migrate%' AND state = 'idle' AND (query LIKE '%pg_locks%' OR query LIKE '%pg_try_advisory_lock%')`;
  await expect.poll(async () => (await turnedAway()).length, { timeout: 20_000, interval: 10 }).toBe(1);
  first.kill();
  await first.result;
  await gate`SELECT pg_advisory_unlock(77)`;
  await gate.end();
  expect(await second.result).toMatchObject({
    code: 0,
    applied: ['crash/0000-gate.sql', ...names],
    waitedForOther: true,
  });
}, 60_000);
