import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { dropLinksBefore } from '../queries/links.ts';
import { dropSessionsBefore } from '../queries/sessions.ts';

const day = 86_400_000;
const sessionsAtOnce = 500;

export const dropOldSessions = defineJob({
  name: 'accounts.dropOldSessions',
  meaning:
    'Removes sessions that ended a month ago, with their refresh tokens, and links a day after their time',
  payload: z.strictObject({}),
  schedule: '41 3 * * *',
  async run({ ctx, signal }) {
    const before = (days: number) => new Date(ctx.clock.nowMs() - days * day);
    await ctx.db.transaction((tx) => dropLinksBefore(tx, before(1)));
    let dropped: number;
    do {
      signal.throwIfAborted();
      dropped = await ctx.db.transaction((tx) => dropSessionsBefore(tx, before(30), sessionsAtOnce));
    } while (dropped === sessionsAtOnce);
  },
});
