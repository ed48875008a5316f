import {
  Logger as GraphileLogger,
  parseCronItems,
  run,
  runMigrations,
  type JobHelpers,
} from 'graphile-worker';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { jobSeconds } from '../telemetry/metrics.ts';
import type { JobDefinition } from './job.ts';
import { defaultMaxAttempts } from './enqueue.ts';
import { jobsConfig } from './jobs-config.ts';
import { startLiveness } from './liveness.ts';

export interface JobWorker {
  id: string;
  stop(): Promise<void>;
}

const quiet = new GraphileLogger(() => () => {});

/** Makes or updates the tables of the job queue. */
export async function migrateJobs(connectionString: string): Promise<void> {
  await runMigrations({ connectionString, logger: quiet });
}

/** Another worker took the job; nothing of this run may count. */
class JobLost extends Error {}

/** Runs jobs until stopped. */
export async function startJobWorker(
  ctx: Context,
  connectionString: string,
  jobs: readonly JobDefinition<any>[],
): Promise<JobWorker> {
  const { concurrency } = ctx.config.get(jobsConfig);
  let id = '';
  const tasks = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      (payload: unknown, helpers: JobHelpers) => runJob(ctx, job, payload, helpers),
    ]),
  );
  const runner = await run({
    connectionString,
    concurrency,
    maxPoolSize: 3,
    noHandleSignals: true,
    pollInterval: 1000,
    gracefulShutdownAbortTimeout: 10_000,
    logger: new GraphileLogger(() => (level, message) => {
      if (level === 'error') ctx.log.error({ part: 'jobs' }, message);
    }),
    taskList: tasks,
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
    preset: { plugins: [pluginForId((poolId) => (id = poolId))] },
  });
  const liveness = await startLiveness(ctx, id);
  return {
    id,
    async stop() {
      await runner
        .stop()
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'A job did not stop in time'));
      await liveness.stop();
    },
  };
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

async function runJob(
  ctx: Context,
  job: JobDefinition<any>,
  payload: unknown,
  helpers: JobHelpers,
): Promise<void> {
  const { id, attempts, locked_by: owner } = helpers.job;
  const started = performance.now();
  const span = trace.getTracer('caravan').startSpan(`job ${job.name}`);
  let finished = false;

  /** Locks the job's row and sees that it is still ours, so that a worker that slept through its death has no effect. */
  async function complete(tx: Transaction): Promise<void> {
    const gone = await tx`
      delete from graphile_worker._private_jobs where id = ${id} and locked_by = ${owner} and attempts = ${attempts}
      returning id`;
    if (gone.length === 0) throw new JobLost(`Job ${id} (${job.name}) was taken by another worker`);
    tx.withCommit(tx`delete from platform.job_progress where job_id = ${id}`);
  }

  const observe = (outcome: string) => {
    jobSeconds.observe({ job: job.name, outcome }, (performance.now() - started) / 1000);
    span.end();
  };
  try {
    await job.run({
      payload: job.payload.parse(stripCron(payload)),
      ctx,
      attempt: attempts,
      signal: helpers.abortSignal,
      finish: (work) =>
        ctx.db.transaction(async (tx) => {
          await complete(tx);
          const result = await work(tx);
          finished = true;
          return result;
        }),
      progress: (done, total) =>
        ctx.db.sql`
          insert into platform.job_progress (job_id, done, total) values (${id}, ${done}, ${total})
          on conflict (job_id) do update set done = excluded.done, total = excluded.total, updated_at = now()`.then(
          () => {},
        ),
    });
    if (!finished) await ctx.db.transaction(complete);
    observe('done');
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    observe(error instanceof JobLost ? 'lost' : 'failed');
    ctx.log.error({ err: error, job: job.name, jobId: id, attempt: attempts, payload }, 'A job failed');
    throw error;
  }
}

/** Scheduled runs carry the library's own `_cron` member. */
function stripCron(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { _cron, ...rest } = payload as Record<string, unknown>;
  return rest;
}
