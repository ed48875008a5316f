import type { Context } from '../../../platform/context.ts';
import type { ImportPhase } from '../import/progress.ts';
import { renewLease } from '../queries/map-imports.ts';

const renewMs = 1000;

interface Progress {
  phase: ImportPhase;
  percent: number;
}

export interface Lease extends AsyncDisposable {
  /** Aborted when the import is no longer this run's: cancelled, or taken over. */
  lost: AbortSignal;
  /** What is written down with the next sign of life. */
  note(now: Progress): void;
}

/** Gives a sign of life every second. A database that is away costs nothing until the lease has run out there. */
export function keepLease(ctx: Pick<Context, 'db' | 'log'>, run: { id: string; runner: string }): Lease {
  const lost = new AbortController();
  let now: Progress = { phase: 'reading', percent: 0 };
  let renewing: Promise<void> | undefined;
  const renew = async () => {
    try {
      if (!(await renewLease(ctx.db.sql, run, now)))
        lost.abort(new Error('The import is no longer this run’s'));
    } catch (error) {
      ctx.log.warn({ err: error, mapImport: run.id }, 'A map import could not give a sign of life');
    }
  };
  const timer = setInterval(() => {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
  }, renewMs);
  return {
    lost: lost.signal,
    note: (progress) => {
      now = progress;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewing;
    },
  };
}
