import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';

/** Work that is done in the background, enqueued in the transaction that asks for it. */
export interface JobDefinition<Payload = unknown> {
  /** `deliveries.importRows`: its file is jobs/importRows.ts. */
  name: string;
  meaning: string;
  payload: z.ZodType<Payload>;
  /** Tries in total, the first included. Default 3. */
  maxAttempts?: number;
  /** Smaller runs first. Default 0. */
  priority?: number;
  /** Five fields of cron, UTC; the job then runs by itself with an empty payload `{}`. */
  schedule?: string;
  run(job: RunningJob<Payload>): Promise<void>;
}

export interface RunningJob<Payload> {
  payload: Payload;
  ctx: Context;
  attempt: number;
  /** Aborted when the process stops or the job was taken by another worker. */
  signal: AbortSignal;
  /**
   * Runs the job's last effects and its completion in one transaction. It fails, with nothing done, when another
   * worker took the job meanwhile. A job whose effects are all in here has them exactly once.
   */
  finish<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Shown by the API while the job runs. */
  progress(done: number, total: number): Promise<void>;
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
