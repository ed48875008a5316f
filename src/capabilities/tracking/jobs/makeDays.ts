import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { ensureDay } from '../queries/store-fixes.ts';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;

/** Ingest makes a missing day by itself; this spares the first report of a day the wait. */
export const makeDays = defineJob({
  name: 'tracking.makeDays',
  meaning: 'Makes the tables of the next days for positions',
  payload: z.looseObject({}),
  schedule: '7 * * * *',
  async run({ ctx, finish }) {
    const nowMs = ctx.clock.nowMs();
    for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      await ensureDay(ctx.db.sql, new Date(nowMs + ahead * DAY_MS).toISOString().slice(0, 10));
    }
    await finish(async () => {});
  },
});
