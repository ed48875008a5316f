import { afterAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../testing/postgres.ts';
import { startFaultProxy } from '../../testing/fault-proxy.ts';
import { plainInsert } from '../last-statements.ts';
import { openDatabase, type Database, type Transaction } from '../database.ts';

const base = await createTestDatabase({ sets: [] });
const { sql } = base;
await sql`create table public.note (id integer primary key, body text)`;
const opened: Database[] = [];
afterAll(async () => {
  for (const db of opened) await db.close();
  await base.drop();
});
beforeEach(() => sql`truncate public.note`);

function open(url = base.url, poolSize = 2): Database {
  const db = openDatabase({
    target: url,
    poolSize,
    statementTimeoutSeconds: 10,
    idleInTransactionTimeoutSeconds: 10,
    connectTimeoutSeconds: 2,
    applicationName: 'caravan-database-test',
  });
  opened.push(db);
  return db;
}

const ids = async (): Promise<number[]> =>
  (await sql<{ id: number }[]>`select id from public.note order by id`).map(({ id }) => id);
const insert = (tx: Transaction, id: number) => tx`insert into public.note (id) values (${id})`;
const kill = async (tx: Transaction) => {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await sql`select pg_terminate_backend(${row!.pid}, 5000)`;
};
const reasonOf = async (work: Promise<unknown>): Promise<{ code?: string; message: string }> =>
  work.then(
    () => ({ message: 'it was not refused' }),
    (error: { code?: string; message: string }) => error,
  );

test('a transaction commits what it wrote, with the statements that travel with COMMIT, or nothing', async () => {
  const db = open();
  await db.transaction(async (tx) => {
    await insert(tx, 1);
    tx.withCommit(insert(tx, 2));
  });
  const failing = db.transaction(async (tx) => {
    await insert(tx, 3);
    tx.withCommit(insert(tx, 1));
  });
  expect(await reasonOf(failing)).toMatchObject({ code: '23505' });
  await expect(
    db.transaction(async (tx) => {
      await insert(tx, 4);
      throw new Error('changed its mind');
    }),
  ).rejects.toThrow('changed its mind');
  expect(await ids()).toEqual([1, 2]);
});

test('plain inserts into different tables are one statement, whole or not at all', async () => {
  const db = open();
  await sql`create table if not exists public.copy (id integer primary key)`;
  const note = (tx: Transaction, id: number) => plainInsert('public.note', insert(tx, id));
  const copy = (tx: Transaction, id: number) =>
    plainInsert('public.copy', tx`insert into public.copy (id) values (${id})`);
  const sent: string[] = [];
  const explain = (error: unknown) => Object.assign(error as Error, { said: 'taken' });
  for (const way of ['transaction', 'atOnce'] as const) {
    const from = way === 'atOnce' ? 40 : 30;
    await db[way](async (tx) => {
      tx.withCommit(note(tx, from));
      tx.withCommit(copy(tx, from));
      tx.afterCommit(() => sent.push(way));
    });
    const refused = db[way](async (tx) => {
      tx.withCommit(note(tx, from + 1));
      tx.withCommit(copy(tx, from), explain);
      tx.afterCommit(() => sent.push('undone'));
    });
    expect(await reasonOf(refused)).toMatchObject({ code: '23505', table_name: 'copy', said: 'taken' });
  }
  const twice = db.transaction(async (tx) => {
    for (const id of [50, 51]) tx.withCommit(note(tx, id));
    tx.withCommit(copy(tx, 50));
    tx.withCommit(copy(tx, 51));
  });
  await twice;
  expect(await ids()).toEqual([30, 40, 50, 51]);
  expect(sent).toEqual(['transaction', 'atOnce']);
});

test('work that is one statement cannot send another before it, nor hold what makes two', async () => {
  const db = open();
  const early = db.atOnce((tx) => insert(tx, 60) as never);
  expect((await reasonOf(early)).message).toBe('This work sends nothing before its end');
  const two = db.atOnce(async (tx) => {
    tx.withCommit(plainInsert('public.note', insert(tx, 61)));
    tx.withCommit(insert(tx, 62));
  });
  expect((await reasonOf(two)).message).toMatch(/^Only plain inserts/);
  expect(await ids()).toEqual([]);
});

test('what is to follow a commit follows it, once, and never a rollback', async () => {
  const db = open();
  const heard: unknown[] = [];
  await db.transaction(async (tx) => {
    await insert(tx, 21);
    tx.afterCommit(() => heard.push('committed'));
    expect(heard).toEqual([]);
  });
  const undone = db.transaction(async (tx) => {
    tx.afterCommit(() => heard.push('undone'));
    tx.withCommit(insert(tx, 21));
  });
  expect(await reasonOf(undone)).toMatchObject({ code: '23505' });
  expect(heard).toEqual(['committed']);
});

test('COMMIT of a transaction in which a statement failed unseen is an error, not a success', async () => {
  const db = open();
  const work = db.transaction(async (tx) => {
    await insert(tx, 1);
    await tx`select 1 / 0`.catch(() => {});
    return 'all is well';
  });
  await expect(work).rejects.toThrow('A statement failed earlier in this transaction');
  expect(await ids()).toEqual([]);
});

test('nothing is written after the connection was lost, neither by the work nor by what travels with COMMIT', async () => {
  const db = open(base.url, 1);
  const lost = db.transaction(async (tx) => {
    await insert(tx, 1);
    tx.withCommit(insert(tx, 2));
    await kill(tx).catch(() => {});
    // The driver has a new connection under the same handle by now.
    await expect.poll(async () => (await db.sql`select 1 as one`)[0]?.one).toBe(1);
    await insert(tx, 3).catch(() => {});
    return 'went on';
  });
  expect(await reasonOf(lost)).toMatchObject({ code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED)$/) });
  expect(await ids()).toEqual([]);
});

test('work that outlives its transaction writes nothing, least of all into the next one', async () => {
  const db = open(base.url, 1);
  let late: Transaction | undefined;
  await db.transaction(async (tx) => {
    late = tx;
    await insert(tx, 1);
  });
  const next = db.transaction(async (tx) => {
    await expect(insert(late!, 2)).rejects.toThrow('already given back');
    await insert(tx, 3);
  });
  await next;
  expect(await ids()).toEqual([1, 3]);
});

test('a loss is not hidden from the next transaction on the same handle', async () => {
  const db = open(base.url, 1);
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const first = reasonOf(
    db.transaction(async (tx) => {
      await kill(tx).catch(() => {});
      await asleep;
    }),
  );
  const second = reasonOf(
    db.transaction(async (tx) => {
      await insert(tx, 1);
      wake();
      await first;
      await kill(tx).catch(() => {});
      await insert(tx, 2);
    }),
  );
  await first;
  expect((await second).code).toMatch(/^(57P01|CONNECTION_CLOSED)$/);
  expect(await ids()).toEqual([]);
});

test('a deadlock is tried again and both have their effect', async () => {
  const db = open();
  await sql`insert into public.note (id) values (1), (2)`;
  let meet = 0;
  let both = () => {};
  const met = new Promise<void>((resolve) => {
    both = resolve;
  });
  let tries = 0;
  const { promise: oneIsDone, resolve: done } = Promise.withResolvers<void>();
  const cross = async (first: number, second: number) => {
    await db.transaction(async (tx) => {
      // The third try is the loser's second: it comes when nobody is left to meet.
      if (++tries > 2) await oneIsDone;
      await tx`update public.note set body = coalesce(body, '') || 'x' where id = ${first}`;
      if (++meet === 2) both();
      await met;
      await tx`update public.note set body = coalesce(body, '') || 'x' where id = ${second}`;
    });
    done();
  };
  await Promise.all([cross(1, 2), cross(2, 1)]);
  expect(tries).toBe(3);
  expect((await sql`select body from public.note`).map(({ body }) => body)).toEqual(['xx', 'xx']);
});

test('a lost session takes its advisory lock along, and says so', async () => {
  const db = open();
  const session = await db.dedicated();
  const [row] = await session.sql<{ pid: number }[]>`select pg_backend_pid() as pid, pg_advisory_lock(1)`;
  await sql`select pg_terminate_backend(${row!.pid}, 5000)`;
  await expect.poll(() => session.lost()?.message).toContain('CONNECTION_CLOSED');
  await expect(session.sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await session.release();
  expect((await sql`select pg_try_advisory_lock(1) as free`)[0]).toEqual({ free: true });
});

test('after a cut each statement gets its own answer, also those that were given in that very moment', async () => {
  const proxy = await startFaultProxy(base.url);
  const db = open(proxy.url, 1);
  const ask = (n: number) =>
    db.sql`select ${n}::int as n`.then(
      ([row]) => row?.n as number,
      () => 'failed',
    );
  let failed = 0;
  for (let round = 0; round < 8; round++) {
    await expect.poll(() => ask(0)).toBe(0);
    const first = ask(1);
    proxy.cut();
    await first;
    const answers = await Promise.all([ask(2), ask(3)]);
    answers.push(await ask(4), await ask(5));
    failed += answers.filter((answer) => answer === 'failed').length;
    for (const [index, answer] of answers.entries()) expect([index + 2, 'failed']).toContain(answer);
  }
  expect(failed).toBeLessThan(24);
  await proxy.close();
}, 20_000);

test('the pool refills after all of its connections were cut', async () => {
  const db = open(base.url, 4);
  await Promise.all(Array.from({ length: 4 }, () => db.transaction((tx) => tx`select pg_sleep(0.05)`)));
  await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where application_name = 'caravan-database-test' and datname = current_database()`;
  const writes = Array.from({ length: 20 }, (_, id) =>
    expect
      .poll(
        () =>
          db
            .transaction((tx) => insert(tx, id))
            .then(
              () => 'written',
              (error: Error) => error.message,
            ),
        {
          timeout: 5000,
        },
      )
      .toBe('written'),
  );
  await Promise.all(writes);
  expect(await ids()).toHaveLength(20);
  expect(db.stats()).toMatchObject({ inTransaction: 0, waiting: 0 });
});

test('a transaction behind a long pipeline of statements gets a connection of its own', async () => {
  const db = open(base.url, 1);
  const reads = Array.from({ length: 1200 }, (_, n) => db.sql`select ${n}::int as n`.then(([row]) => row?.n));
  const write = db.transaction((tx) => insert(tx, 1));
  const results = await Promise.allSettled([...reads, write]);
  expect(results.at(-1)!.status).toBe('fulfilled');
  expect(await db.transaction(async (tx) => (await insert(tx, 2)).count)).toBe(1);
  expect(await ids()).toEqual([1, 2]);
});
