import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger as GraphileLogger,
  runMigrations,
  runTaskList,
  type JobHelpers,
  type WorkerPool,
} from 'graphile-worker';
import pg from 'pg';
import type { Context } from '../context.ts';
import { openLinks } from '../db/link.ts';
import { watchLinks } from '../db/watch-links.ts';
import type { JobDefinition } from './job.ts';
import { jobsConfig } from './jobs-config.ts';
import { startLiveness, type Liveness } from './liveness.ts';
import { runJob } from './run-job.ts';
import { startSchedules } from './schedule.ts';

export interface JobWorker {
  /** Changes when the queue was lost and taken up again. */
  readonly id: string;
  /** Running jobs get 10 s to end; what does not is given to other workers. */
  stop(): Promise<void>;
}

interface Shift {
  queue: WorkerPool;
  liveness: Liveness;
}

const quiet = new GraphileLogger(() => () => {});
const restartMilliseconds = 1000;
/** Longer than running jobs get. */
const endingPatienceMilliseconds = 15_000;

/** Makes or updates the tables of the job queue. */
export async function migrateJobs(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: quiet });
}

/** Runs jobs until stopped, and takes up work again after the database was away. */
export async function startJobWorker(
  ctx: Context,
  connectionString: string,
  jobs: readonly JobDefinition<any>[],
): Promise<JobWorker> {
  const links = openLinks();
  const stopWatching = watchLinks(
    links.all,
    () => ({ connectionString }),
    (cut, reason) => ctx.log.warn({ links: cut, reason }, 'Dead links of the job queue were cut'),
  );
  const pool = new pg.Pool({
    connectionString,
    max: 3,
    stream: links.fresh as never,
    connectionTimeoutMillis: 5000,
    application_name: 'caravan jobs',
  });
  const ignoreLoss = (error: Error) => ctx.log.warn({ err: error }, 'A connection of the job queue was lost');
  pool.on('error', ignoreLoss);
  pool.on('connect', (client) => client.on('error', ignoreLoss));

  let stopped = false;
  let shift = await startShift(ctx, pool, jobs);
  async function supervise(): Promise<void> {
    for (;;) {
      await untilOver(shift.queue).catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'The job queue was lost');
      });
      if (stopped) return;
      await shift.liveness.stop();
      await sleep(restartMilliseconds);
      if (stopped) return;
      shift = await startShift(ctx, pool, jobs);
      // Whoever stopped it meanwhile knew only the queue before this one.
      if (stopped) end(shift.queue);
      else ctx.log.warn({ worker: shift.queue.id }, 'Jobs run again');
    }
  }
  // Not awaited: what counts is that the queue is over, which `supervising` waits for with patience.
  function end(queue: WorkerPool): void {
    Promise.resolve(queue.gracefulShutdown('Caravan stops')).catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'A job did not stop in time');
    });
  }
  const supervising = supervise();
  const schedules = startSchedules(ctx, jobs);

  return {
    get id() {
      return shift.queue.id;
    },
    async stop() {
      stopped = true;
      await schedules.stop();
      end(shift.queue);
      await supervising;
      await shift.liveness.stop();
      stopWatching();
      await Promise.race([pool.end(), sleep(restartMilliseconds)]);
    },
  };
}

/**
 * The library's queue ends itself when the database fails it, and may wait for ever for a connection in doing so: past
 * its patience it counts as over all the same, and its jobs go the way of a dead worker's.
 */
async function untilOver(queue: WorkerPool): Promise<void> {
  let endingSinceMs = Infinity;
  let look: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((_resolve, reject) => {
    look = setInterval(() => {
      if (queue._shuttingDown) endingSinceMs = Math.min(endingSinceMs, performance.now());
      if (performance.now() - endingSinceMs < endingPatienceMilliseconds) return;
      reject(new Error('The job queue did not end in time'));
    }, 500);
  });
  try {
    await Promise.race([queue.promise, tooLong]);
  } finally {
    clearInterval(look);
  }
}

/** Runs the queue until it ends by itself, which it does when the database went away at the wrong moment. */
async function startShift(ctx: Context, pool: pg.Pool, jobs: readonly JobDefinition<any>[]): Promise<Shift> {
  const tasks = jobs.map((job) => [
    job.name,
    (payload: unknown, { job: taken, abortSignal }: JobHelpers) =>
      runJob(
        ctx,
        job,
        { id: taken.id, attempts: taken.attempts, lockedBy: taken.locked_by, payload },
        abortSignal as AbortSignal,
      ),
  ]);
  const queue = runTaskList(
    {
      concurrency: ctx.config.get(jobsConfig).concurrency,
      noHandleSignals: true,
      pollInterval: 1000,
      logger: new GraphileLogger(() => (level, message) => {
        if (level === 'error') ctx.log.error({ part: 'jobs' }, message);
      }),
      // Without batches the library lets a failure to complete a job end the whole process.
      preset: {
        worker: { gracefulShutdownAbortTimeout: 10_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      },
    },
    Object.fromEntries(tasks),
    pool,
  );
  return { queue, liveness: await startLiveness(ctx, queue.id) };
}
