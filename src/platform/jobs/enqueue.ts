import type { Transaction } from '../db/database.ts';

export interface JobSpec {
  runAt?: Date;
  /** A job with the same key that has not started yet is replaced. */
  key?: string;
  /** Smaller runs first. */
  priority?: number;
  maxAttempts?: number;
}

/** Default number of tries, the first included. */
export const defaultMaxAttempts = 3;

/** Enqueues a job in the caller's transaction: it exists if and only if that commits. Not sent until awaited. */
export function addJob(tx: Transaction, name: string, payload: object, spec: JobSpec = {}) {
  return tx<{ id: string }[]>`
    select id from graphile_worker.add_job(
      ${name}, payload => ${tx.json(payload as never)}::json, run_at => ${spec.runAt ?? null}::timestamptz,
      job_key => ${spec.key ?? null}::text, priority => ${spec.priority ?? 0}::integer,
      max_attempts => ${spec.maxAttempts ?? defaultMaxAttempts}::integer)`;
}
