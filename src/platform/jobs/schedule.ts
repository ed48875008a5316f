import type { Context } from '../context.ts';
import { parseCron, wasDue } from './cron.ts';
import { addJob, defaultMaxAttempts } from './enqueue.ts';
import type { JobDefinition } from './job.ts';

const lookMilliseconds = 10_000;

interface Scheduled {
  job: JobDefinition<any>;
  fits(time: Date): boolean;
}

export interface Scheduler {
  stop(): Promise<void>;
}

/**
 * Enqueues scheduled jobs when they are due, by the database's clock. Any number of workers may look; one row for
 * each job lets one enqueue it. What fell due while no worker ran is made up for once.
 */
export function startSchedules(ctx: Context, jobs: readonly JobDefinition<any>[]): Scheduler {
  const scheduled = jobs.flatMap((job) => (job.schedule ? [{ job, fits: parseCron(job.schedule) }] : []));
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      await enqueueDue(ctx, scheduled);
    } catch (error) {
      ctx.log.warn({ err: error }, 'Scheduled jobs could not be looked at');
    } finally {
      looking = undefined;
    }
  };
  looking = look();
  const timer = setInterval(() => {
    looking ??= look();
  }, lookMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** @returns names of the jobs that were enqueued */
export async function enqueueDue(
  { db }: Pick<Context, 'db'>,
  scheduled: readonly Scheduled[],
): Promise<string[]> {
  if (scheduled.length === 0) return [];
  const names = scheduled.map(({ job }) => job.name);
  return db.transaction(async (tx) => {
    await tx`insert into platform.schedules (job) select unnest(${names}::text[]) on conflict do nothing`;
    const rows = await tx<{ job: string; lookedAt: Date; now: Date }[]>`
      select job, looked_at, now() as now from platform.schedules
      where job = any(${names}) and looked_at < date_trunc('minute', now())
      order by job for update skip locked`;
    const due: string[] = [];
    for (const { job: name, lookedAt, now } of rows) {
      const { job, fits } = scheduled.find((one) => one.job.name === name)!;
      if (!wasDue(fits, lookedAt, now)) continue;
      due.push(name);
      const { priority, maxAttempts = defaultMaxAttempts } = job;
      await addJob(
        tx,
        name,
        {},
        { key: `schedule:${name}`, maxAttempts, ...(priority !== undefined && { priority }) },
      );
    }
    tx.withCommit(tx`
      update platform.schedules set looked_at = now() where job = any(${rows.map(({ job }) => job)}::text[])`);
    return due;
  });
}
