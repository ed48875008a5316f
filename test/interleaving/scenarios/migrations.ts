import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import postgres from 'postgres';
import { migrate, type MigrationSet } from '../../../src/platform/db/migrate/migrate.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import type { Seat } from '../stage.ts';

const quiet = { info: () => undefined, warn: () => undefined };

function tally(): MigrationSet {
  const folder = join(mkdtempSync(join(tmpdir(), 'caravan-interleaving-')), 'crash');
  mkdirSync(folder);
  writeFileSync(join(folder, '0001-init.sql'), 'create table tally (n int); insert into tally values (1);');
  writeFileSync(join(folder, '0002-more.sql'), '-- no-transaction\ninsert into tally values (2);');
  return { schema: 'crash', folder: pathToFileURL(`${folder}/`) };
}
const set = tally();

const insistMigrating = async ({ url }: Seat): Promise<void> => {
  const { options } = postgres(url, { max: 1 });
  await insist(() => migrate({ sql: { options } as never, sets: [set], log: quiet, lockPollMs: 1 }));
};

/** Starts again when the link broke, as a supervisor does. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code !== 'DATABASE_LOST' && !message.startsWith('Connection terminated')) throw error;
    }
  }
}

/** Looks whether it is there, makes it, and writes that down: three moments. */
async function withoutLock({ url }: Seat): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select file from platform_migrations.applied where schema = 'crash'`,
    );
    if (rows.length > 0) return;
    await client.query('create schema if not exists crash');
    await client.query('create table if not exists crash.tally (n int)');
    await client.query('insert into crash.tally values (1), (2)');
    for (const file of ['0001-init.sql', '0002-more.sql'])
      await client.query(
        `insert into platform_migrations.applied (schema, file, checksum, phase, duration_ms)
         values ('crash', '${file}', '', 'expand', 0) on conflict do nothing`,
      );
  } finally {
    await client.end().catch(() => undefined);
  }
}

const prepare =
  (work: (seat: Seat) => Promise<void>): Prepare =>
  async (stage) => {
    await stage.sql`drop schema if exists crash cascade`;
    await stage.sql`delete from platform_migrations.applied where schema = 'crash'`;
    await stage.sql`delete from platform_migrations.progress where schema = 'crash'`;
    return {
      tasks: [work, work],
      async check(outcomes) {
        const failed = outcomes.flatMap((outcome) => ('error' in outcome ? String(outcome.error) : []));
        if (failed.length > 0) return failed.join('; ');
        const rows = await stage.sql<{ n: number }[]>`select n from crash.tally order by n`;
        const numbers = rows.map(({ n }) => n).join();
        return numbers === '1,2' ? undefined : `the statements took effect as ${numbers}`;
      },
    };
  };

export const migrations: Scenario = {
  name: 'migrations',
  promise: 'Of two processes that start at once one migrates, over links that break, each statement once (5)',
  cuts: 1,
  prepare: prepare(insistMigrating),
  broken: { 'no lock': prepare((seat) => insist(() => withoutLock(seat))) },
};
