import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Context } from '../../context.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { widgetContext, widgetSets } from '../../testing/widgets/module.ts';
import { parseCron, wasDue } from '../cron.ts';
import { addJob } from '../enqueue.ts';
import { enqueueDue } from '../schedule.ts';
import { migrateJobs } from '../worker.ts';

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase({ sets: widgetSets });
  await migrateJobs(database.url);
  ctx = widgetContext({ db: database.database });
});
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => database.drop());

interface Child {
  process: ChildProcess;
  said(): string;
}

async function startChild(): Promise<Child> {
  const file = fileURLToPath(new URL('worker-child.ts', import.meta.url));
  const child = spawn(process.execPath, [file, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await expect.poll(() => output, { timeout: 20_000 }).toContain('up\n');
  return { process: child, said: () => output };
}

const enqueue = (subject: string, waitMs: number) =>
  ctx.db.transaction((tx) => addJob(tx, 'widgets.mark', { subject, waitMs }, { maxAttempts: 5 }) as never);
const effectsOf = async (subject: string): Promise<number> =>
  (await database.sql`select count(*)::int as n from widgets.effects where subject = ${subject}`)[0]!
    .n as number;
const jobsLeft = async (): Promise<number> =>
  (await database.sql`select count(*)::int as n from graphile_worker._private_jobs`)[0]!.n as number;

test("a killed worker's job is taken again by another one and has one effect", async () => {
  const first = await startChild();
  await enqueue('killed', 60_000);
  await expect.poll(first.said, { timeout: 5000 }).toContain('began killed 1');
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const second = await startChild();
  await expect.poll(second.said, { timeout: 10_000 }).toContain('ended killed');
  expect(await effectsOf('killed')).toBe(1);
  expect(await jobsLeft()).toBe(0);
}, 60_000);

test('a worker that slept through its own death finishes nothing', async () => {
  const first = await startChild();
  await enqueue('zombie', 1500);
  await expect.poll(first.said, { timeout: 5000 }).toContain('began zombie 1');
  first.process.kill('SIGSTOP');
  const second = await startChild();
  await expect.poll(second.said, { timeout: 15_000 }).toContain('ended zombie');
  first.process.kill('SIGCONT');
  await expect.poll(first.said, { timeout: 10_000 }).toContain('refused zombie Job');
  expect(await effectsOf('zombie')).toBe(1);
  expect(await jobsLeft()).toBe(0);
}, 60_000);

test('a worker works on after all of its connections were ended at once', async () => {
  const child = await startChild();
  await enqueue('before', 0);
  await expect.poll(child.said, { timeout: 5000 }).toContain('ended before');
  for (let round = 0; round < 3; round++) {
    await enqueue(`cut-${round}`, 100);
    await database.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and application_name in ('worker-child', 'caravan jobs')`;
  }
  await expect.poll(jobsLeft, { timeout: 25_000 }).toBe(0);
  for (let round = 0; round < 3; round++) expect(await effectsOf(`cut-${round}`)).toBe(1);
  expect(child.process.exitCode).toBeNull();
}, 60_000);

test('SIGTERM lets the running job end', async () => {
  const child = await startChild();
  await enqueue('ended', 800);
  await expect.poll(child.said, { timeout: 5000 }).toContain('began ended 1');
  child.process.kill('SIGTERM');
  await once(child.process, 'exit');
  expect(child.said()).toContain('ended ended');
  expect(await jobsLeft()).toBe(0);
}, 30_000);

test('SIGTERM ends a worker that is just taking its lost queue up again', async () => {
  const child = await startChild();
  const alive = async () =>
    (
      await database.sql`select count(*)::int as n from platform.workers where heartbeat_at > now() - interval '1 s'`
    )[0]!.n as number;
  await expect.poll(alive).toBeGreaterThan(0);
  // The library ends its queue when it is told that its tables became others.
  await database.sql`select pg_notify('worker:migrate', '{"breaking":true,"migrationNumber":1000}')`;
  await expect.poll(alive).toBe(0);
  await database.sql.begin(async (holding) => {
    await holding`lock table platform.workers in access exclusive mode`;
    const held = async () =>
      (
        await database.sql`select count(*)::int as n from pg_locks where not granted
        and relation = 'platform.workers'::regclass`
      )[0]!.n as number;
    await expect.poll(held).toBe(1);
    child.process.kill('SIGTERM');
    // It has heard of it: whatever else it does is over.
    await expect
      .poll(
        async () =>
          (
            await database.sql`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'caravan jobs' and state = 'active'`
          )[0]!.n,
      )
      .toBe(0);
  });
  if (child.process.exitCode === null) await once(child.process, 'exit');
  expect(child.process.exitCode).toBe(0);
}, 60_000);

test('a schedule is enqueued once by whoever looks, also for the time when nobody did', async () => {
  const job = { name: 'widgets.hourly', schedule: '0 * * * *' } as never;
  const scheduled = [{ job, fits: parseCron('0 * * * *') }];
  expect(await enqueueDue(ctx, scheduled)).toEqual([]);
  await database.sql`update platform.schedules set looked_at = now() - interval '2 hours 1 minute'`;
  const looks = await Promise.all([1, 2, 3].map(() => enqueueDue(ctx, scheduled)));
  expect(looks.flat()).toEqual(['widgets.hourly']);
  await database.sql`delete from graphile_worker._private_jobs`;
});

test.each([
  ['*/15 * * * *', '2026-01-01T10:30:00Z', true],
  ['*/15 * * * *', '2026-01-01T10:31:00Z', false],
  ['17 2 * * *', '2026-01-01T02:17:30Z', true],
  ['0 9-17/4 * * 1-5', '2026-01-02T13:00:00Z', true],
  ['0 9-17/4 * * 1-5', '2026-01-03T13:00:00Z', false],
  ['5,35 * 1 1 *', '2026-01-01T00:35:00Z', true],
])('%s at %s: %s', (text, time, fits) => {
  expect(parseCron(text)(new Date(time))).toBe(fits);
});

test('what is no schedule is refused by its field', () => {
  expect(() => parseCron('* * *')).toThrow('five fields');
  expect(() => parseCron('60 * * * *')).toThrow('minute');
  expect(() => parseCron('* * * * mon')).toThrow('day of the week');
  expect(
    wasDue(parseCron('0 0 * * *'), new Date('2026-01-01T23:59:00Z'), new Date('2026-01-02T00:01:00Z')),
  ).toBe(true);
  expect(
    wasDue(parseCron('0 0 * * *'), new Date('2026-01-02T00:00:00Z'), new Date('2026-01-02T00:01:00Z')),
  ).toBe(false);
});
