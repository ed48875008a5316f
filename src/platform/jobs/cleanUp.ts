import { z } from 'zod';
import { defineJob } from './job.ts';

/** Idempotency keys are kept for a day: longer than any client tries again. Counted tries until their window is over. */
export const cleanUp = defineJob({
  name: 'platform.cleanUp',
  meaning: 'Removes idempotency keys that are older than a day, and counts of tries that are over',
  payload: z.strictObject({}),
  schedule: '17 * * * *',
  async run({ finish }) {
    await finish(async (tx) => {
      await tx`delete from platform.idempotency_keys where created_at < now() - interval '1 day'`;
      await tx`delete from platform.attempts where expires_at < now()`;
    });
  },
});
