import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { deleteOverdueSteps } from '../queries/factor-challenges.ts';

export const dropOverdueSteps = defineJob({
  name: 'accounts.dropOverdueSteps',
  meaning: 'Removes steps of logins that are over, and devices that were remembered long enough',
  payload: z.strictObject({}),
  schedule: '41 * * * *',
  async run({ ctx, finish }) {
    await finish((tx) => deleteOverdueSteps(tx, ctx.clock.now()));
  },
});
