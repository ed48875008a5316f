import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger as GraphileLogger,
  parseCronItems,
  run,
  runMigrations,
  type JobHelpers,
  type Runner,
} from 'graphile-worker';
import pg from 'pg';
import type { Context } from '../context.ts';
import { openLinks } from '../db/link.ts';
import { watchLinks } from '../db/watch-links.ts';
import type { JobDefinition } from './job.ts';
import { defaultMaxAttempts } from './enqueue.ts';
import { jobsConfig } from './jobs-config.ts';
import { startLiveness, type Liveness } from './liveness.ts';
import { runJob } from './run-job.ts';

export interface JobWorker {
  /** Changes when the queue was lost and taken up again. */
  readonly id: string;
  /** Running jobs get 10 s to end; what does not is given to other workers. */
  stop(): Promise<void>;
}

interface Shift {
  id: string;
  runner: Runner;
  liveness: Liveness;
}

const quiet = new GraphileLogger(() => () => {});
const restartMilliseconds = 1000;

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
      await shift.runner.promise.catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'The job queue was lost');
      });
      if (stopped) return;
      await shift.liveness.stop();
      for (let started = false; !started && !stopped; ) {
        await sleep(restartMilliseconds);
        try {
          shift = await startShift(ctx, pool, jobs);
          started = true;
          ctx.log.info({ worker: shift.id }, 'Jobs run again');
        } catch (error) {
          ctx.log.warn({ err: error }, 'Jobs cannot run yet');
        }
      }
      if (stopped) return;
    }
  }
  const supervising = supervise();

  return {
    get id() {
      return shift.id;
    },
    async stop() {
      stopped = true;
      await shift.runner.stop().catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'A job did not stop in time');
      });
      await supervising;
      await shift.liveness.stop();
      stopWatching();
      await pool.end();
    },
  };
}

/** Runs the queue until it ends by itself, which it does when the database went away at the wrong moment. */
async function startShift(ctx: Context, pool: pg.Pool, jobs: readonly JobDefinition<any>[]): Promise<Shift> {
  let id = '';
  const runner = await run({
    pgPool: pool,
    concurrency: ctx.config.get(jobsConfig).concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new GraphileLogger(() => (level, message) => {
      if (level === 'error') ctx.log.error({ part: 'jobs' }, message);
    }),
    taskList: Object.fromEntries(
      jobs.map((job) => [
        job.name,
        (payload: unknown, { job: taken, abortSignal }: JobHelpers) =>
          runJob(
            ctx,
            job,
            { id: taken.id, attempts: taken.attempts, lockedBy: taken.locked_by, payload },
            abortSignal as AbortSignal,
          ),
      ]),
    ),
    parsedCronItems: parseCronItems(
      jobs
        .filter((job) => job.schedule !== undefined)
        .map((job) => ({
          task: job.name,
          match: job.schedule!,
          identifier: job.name,
          options: { maxAttempts: job.maxAttempts ?? defaultMaxAttempts, jobKey: `schedule:${job.name}` },
        })),
    ),
    preset: {
      plugins: [pluginForId((poolId) => (id = poolId))],
      // Without batches the library lets a failure to complete a job end the whole process.
      worker: { gracefulShutdownAbortTimeout: 10_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });
  return { id, runner, liveness: await startLiveness(ctx, id) };
}

/** The library tells the id under which it locks jobs only through an event. */
function pluginForId(tell: (id: string) => void): GraphileConfig.Plugin {
  return {
    name: 'CaravanWorkerId',
    version: '1.0.0',
    worker: {
      hooks: {
        init(hookContext) {
          hookContext.events.on('pool:create', ({ workerPool }) => tell(workerPool.id));
        },
      },
    },
  };
}
