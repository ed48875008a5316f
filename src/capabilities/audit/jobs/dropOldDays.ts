import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { dropOldDays as drop } from '../actions/dropOldDays.ts';

export const dropOldDays = defineJob({
  name: 'audit.dropOldDays',
  meaning: 'Lets go of days of the audit trail that are older than its retention',
  payload: z.looseObject({}),
  schedule: '47 3 * * *',
  async run({ ctx, finish, signal }) {
    await drop(ctx, signal);
    await finish(async () => {});
  },
});
