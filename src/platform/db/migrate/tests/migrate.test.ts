import { fileURLToPath } from 'node:url';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/postgres.ts';
import { migrate, MigrationError, pendingMigrations } from '../migrate.ts';
import { quiet, setOf } from './migrate-help.ts';

const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.drop();
});
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ sets: [] });
  databases.push(database);
  return database;
}
const refusal = async (work: Promise<unknown>): Promise<{ code: string; sentence: string }> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MigrationError)) throw error ?? new Error('it was not refused');
  return { code: error.code, sentence: error.message };
};

test('applies each set in its own schema, in order, and then has nothing to do', async () => {
  const { sql } = await emptyDatabase();
  const sets = [
    setOf('places', {
      '0001-init.sql': 'CREATE TABLE place (id int PRIMARY KEY)',
      '0002-name.sql': 'ALTER TABLE place ADD name text',
    }),
    setOf('parties', { '0001-init.sql': 'CREATE TABLE party (place_id int REFERENCES places.place)' }),
  ];
  expect(await pendingMigrations({ sql, sets })).toEqual([
    'places/0001-init.sql',
    'places/0002-name.sql',
    'parties/0001-init.sql',
  ]);
  expect(await migrate({ sql, sets, log: quiet })).toEqual({
    applied: ['places/0001-init.sql', 'places/0002-name.sql', 'parties/0001-init.sql'],
    waitedForOther: false,
  });
  expect(await migrate({ sql, sets, log: quiet })).toEqual({ applied: [], waitedForOther: false });
  expect(await sql`SELECT place_id FROM parties.party`).toHaveLength(0);
});

test('an applied file that was changed is refused by name, other line ends are not a change', async () => {
  const { sql } = await emptyDatabase();
  const set = setOf('notes', { '0001-init.sql': '-- expand\nCREATE TABLE note (id int);\n' });
  const path = `${fileURLToPath(set.folder)}0001-init.sql`;
  await migrate({ sql, sets: [set], log: quiet });
  writeFileSync(path, '-- expand\r\nCREATE TABLE note (id int);\r\n');
  expect((await migrate({ sql, sets: [set], log: quiet })).applied).toEqual([]);
  writeFileSync(path, '-- expand\nCREATE TABLE note (id bigint);\n');
  const { code, sentence } = await refusal(migrate({ sql, sets: [set], log: quiet }));
  expect(code).toBe('MIGRATION_CHANGED');
  expect(sentence).toContain('notes/0001-init.sql');
});

test('a database of a newer version is refused, unless all that is newer only expands', async () => {
  const { sql } = await emptyDatabase();
  const first = { '0001-init.sql': 'CREATE TABLE note (id int)' };
  const wider = { ...first, '0002-wider.sql': '-- expand\nALTER TABLE note ADD body text' };
  const narrower = { ...wider, '0003-narrower.sql': '-- contract\nALTER TABLE note DROP id' };
  await migrate({ sql, sets: [setOf('notes', wider)], log: quiet });
  expect((await migrate({ sql, sets: [setOf('notes', first)], log: quiet })).applied).toEqual([]);
  await migrate({ sql, sets: [setOf('notes', narrower)], log: quiet });
  const { code, sentence } = await refusal(migrate({ sql, sets: [setOf('notes', first)], log: quiet }));
  expect(code).toBe('DATABASE_NEWER');
  expect(sentence).toContain('notes/0003-narrower.sql');
  expect(sentence).not.toContain('0002');
  // A program without that module is not concerned.
  expect((await migrate({ sql, sets: [setOf('other', first)], log: quiet })).applied).toEqual([
    'other/0001-init.sql',
  ]);
});

test('a number that comes too late, twice, or a name without one is refused', async () => {
  const { sql } = await emptyDatabase();
  const sets = (files: Record<string, string>) => [setOf('notes', files)];
  const late = { '0001-a.sql': 'SELECT 1', '0003-c.sql': 'SELECT 3' };
  await migrate({ sql, sets: sets(late), log: quiet });
  const tooLate = await refusal(
    migrate({ sql, sets: sets({ ...late, '0002-b.sql': 'SELECT 2' }), log: quiet }),
  );
  expect(tooLate.code).toBe('MIGRATION_OUT_OF_ORDER');
  const twice = await refusal(
    migrate({ sql, sets: sets({ ...late, '0003-d.sql': 'SELECT 2' }), log: quiet }),
  );
  expect(twice.code).toBe('MIGRATION_NAME');
  const nameless = await refusal(migrate({ sql, sets: sets({ 'init.sql': 'SELECT 2' }), log: quiet }));
  expect(nameless.code).toBe('MIGRATION_NAME');
});

test('a failing statement is named with its line, and nothing of its file remains', async () => {
  const { sql } = await emptyDatabase();
  const set = setOf('notes', { '0001-init.sql': 'CREATE TABLE note (id int);\n\nSELECT 1 / 0;' });
  const { code, sentence } = await refusal(migrate({ sql, sets: [set], log: quiet }));
  expect(code).toBe('MIGRATION_FAILED');
  expect(sentence).toContain('notes/0001-init.sql failed in the statement at line 3: division by zero');
  expect((await sql`SELECT to_regclass('notes.note') AS found`)[0]).toEqual({ found: null });
  rmSync(set.folder, { recursive: true });
});

test('an index that a failed concurrent build left invalid is made again', async () => {
  const { sql } = await emptyDatabase();
  const init = 'CREATE TABLE note (id int); INSERT INTO note VALUES (1), (1)';
  const set = setOf('notes', {
    '0001-init.sql': init,
    '0002-index.sql': '-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY note_id ON note (id)',
  });
  expect((await refusal(migrate({ sql, sets: [set], log: quiet }))).sentence).toContain(
    'could not create unique index',
  );
  const valid = () =>
    sql`SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'notes.note_id'::regclass`;
  expect([...(await valid())]).toEqual([{ valid: false }]);
  await sql`DELETE FROM notes.note WHERE ctid = '(0,1)'`;
  await migrate({ sql, sets: [set], log: quiet });
  expect([...(await valid())]).toEqual([{ valid: true }]);
});

test('a table in use makes the migration step aside and come again, so that others are not held up', async () => {
  const { sql, url } = await emptyDatabase();
  const first = { '0001-init.sql': 'CREATE TABLE note (id int)' };
  const sets = [setOf('notes', { ...first, '0002-wider.sql': 'ALTER TABLE note ADD body text' })];
  await migrate({ sql, sets: [setOf('notes', first)], log: quiet });
  // One plain connection: the pool's are for transactions and what the pool itself hands out.
  const reader = postgres(url, { max: 1 });
  await reader`BEGIN`;
  await reader`SELECT id FROM notes.note`;

  const blocked = await refusal(migrate({ sql, sets, log: quiet, lockTimeoutMs: 50, lockRetries: 1 }));
  expect(blocked.code).toBe('MIGRATION_BLOCKED');
  expect(blocked.sentence).toContain('notes/0002-wider.sql');

  let steppedAside = (): void => undefined;
  const stepped = new Promise<void>((fulfil) => {
    steppedAside = fulfil;
  });
  const running = migrate({ sql, sets, log: { ...quiet, warn: () => steppedAside() }, lockTimeoutMs: 50 });
  await stepped;
  // Between its tries nobody queues behind it.
  expect(await sql`SELECT id FROM notes.note`).toHaveLength(0);
  await reader`COMMIT`;
  await reader.end();
  expect((await running).applied).toEqual(['notes/0002-wider.sql']);
});

test('an extension outside of public, which only one module would find, is refused', async () => {
  const { sql } = await emptyDatabase();
  const wrong = setOf('notes', { '0001-init.sql': 'CREATE EXTENSION btree_gist' });
  expect((await refusal(migrate({ sql, sets: [wrong], log: quiet }))).sentence).toContain(
    'WITH SCHEMA public',
  );
  const right = setOf('notes', {
    '0001-init.sql': 'CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public',
  });
  expect((await migrate({ sql, sets: [right], log: quiet })).applied).toHaveLength(1);
});

test('reaches the database by a Unix socket and by several hosts as well', async (context) => {
  const { sql, url } = await emptyDatabase();
  // Only some roles may see this setting; without it the second half is skipped.
  const [row] = await sql`SELECT setting AS folder FROM pg_settings WHERE name = 'unix_socket_directories'`;
  const [folder] = String(row?.folder ?? '').split(',');
  const { hostname, port, pathname, username, password } = new URL(url);
  const login = { database: pathname.slice(1), username, password };
  const sets = [setOf('notes', { '0001-a.sql': 'SELECT 1' })];
  const several = postgres(url.replace(/@[^/]+/, `@127.0.0.1:1,${hostname}:${port}`));
  expect((await migrate({ sql: several, sets, log: quiet })).applied).toEqual(['notes/0001-a.sql']);
  if (!folder || !existsSync(folder)) return context.skip('the server has no socket on this machine');
  const bySocket = postgres({ ...login, host: folder, port: Number(port) });
  expect(await pendingMigrations({ sql: bySocket, sets })).toEqual([]);
});

test('a database that cannot be reached is one sentence', async () => {
  const { options } = (await emptyDatabase()).sql;
  const sql = { options: { ...options, host: ['127.0.0.1'], port: [1] } };
  const { code, sentence } = await refusal(
    migrate({ sql, sets: [setOf('notes', { '0001-a.sql': 'SELECT 1' })], log: quiet }),
  );
  expect(code).toBe('DATABASE_LOST');
  expect(sentence).toContain('cannot be reached');
});
