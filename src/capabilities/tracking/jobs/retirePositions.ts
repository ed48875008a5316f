import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { retireDays } from '../actions/retireDays.ts';

export const retirePositions = defineJob({
  name: 'tracking.retirePositions',
  meaning: 'Thins positions of old days and drops those of the oldest',
  payload: z.looseObject({}),
  schedule: '23 2 * * *',
  async run({ ctx, finish, signal }) {
    await retireDays(ctx, signal);
    await finish(async () => {});
  },
});
