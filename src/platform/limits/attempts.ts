import type { Context } from '../context.ts';
import { giveBackAttempt, takeAttempt } from './queries/attempts.ts';

/** So many tries in so much time. */
export interface AttemptLimit {
  /** `login:…`; hashed by the caller where it would name a person. */
  subject: string;
  limit: number;
  windowSeconds: number;
}

export type Attempt =
  | { allowed: true; giveBack(): Promise<void> }
  | { allowed: false; refused: string[]; backInSeconds: number };

/**
 * Counts a try before it is made, so that a hundred at once are not let in before the first has failed; `giveBack`
 * makes a successful one as if it had not been. Exact over all processes, with or without Redis. In a transaction of
 * its own: a try counts also when what it was for is rolled back.
 */
export async function attempt(ctx: Pick<Context, 'db'>, limits: readonly AttemptLimit[]): Promise<Attempt> {
  const { sql } = ctx.db;
  const { mark, refused, backInMs } = await takeAttempt(sql, limits);
  if (refused.length > 0)
    return { allowed: false, refused, backInSeconds: Math.max(1, Math.ceil(backInMs / 1000)) };
  const subjects = limits.map(({ subject }) => subject);
  return {
    allowed: true,
    async giveBack() {
      await giveBackAttempt(sql, subjects, mark);
    },
  };
}
