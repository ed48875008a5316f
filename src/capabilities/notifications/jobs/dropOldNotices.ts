import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { notificationsConfig } from '../config.ts';
import { deleteNoticesBefore } from '../queries/notices.ts';

export const dropOldNotices = defineJob({
  name: 'notifications.dropOldNotices',
  meaning: 'Removes notices whose time is over',
  payload: z.strictObject({}),
  schedule: '23 3 * * *',
  async run({ ctx, finish }) {
    const { keptSeconds } = ctx.config.get(notificationsConfig);
    await finish((tx) => deleteNoticesBefore(tx, new Date(ctx.clock.nowMs() - keptSeconds * 1000)));
  },
});
