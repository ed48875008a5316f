import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { jobSeconds } from '../telemetry/metrics.ts';
import type { JobDefinition } from './job.ts';

/** A job as a worker took it from the queue. */
export interface TakenJob {
  id: string | number;
  attempts: number;
  /** The worker that holds it. */
  lockedBy: string | null;
  payload: unknown;
}

/** Another worker took the job; nothing of this run may count. */
export class JobLost extends Error {}

/** @throws JobLost, and what the job throws; it is then tried again */
export async function runJob(
  ctx: Context,
  job: JobDefinition<any>,
  { id, attempts, lockedBy, payload }: TakenJob,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const span = trace.getTracer('caravan').startSpan(`job ${job.name}`);
  let finished = false;

  /** Locks the job's row and sees that it is still ours, so that a worker that slept through its death has no effect. */
  async function complete(tx: Transaction): Promise<void> {
    const gone = await tx`
      delete from graphile_worker._private_jobs where id = ${id} and locked_by = ${lockedBy} and attempts = ${attempts}
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
      payload: job.payload.parse(payload),
      ctx,
      attempt: attempts,
      signal,
      async finish(work) {
        const result = await ctx.db.transaction(async (tx) => {
          await complete(tx);
          return work(tx);
        });
        finished = true;
        return result;
      },
      async progress(done, total) {
        await ctx.db.sql`
          insert into platform.job_progress (job_id, done, total) values (${id}, ${done}, ${total})
          on conflict (job_id) do update set done = excluded.done, total = excluded.total, updated_at = now()`;
      },
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
