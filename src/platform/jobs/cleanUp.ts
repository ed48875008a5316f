import { z } from 'zod';
import { defineJob } from './job.ts';

/** Idempotency keys are kept for a day: longer than any client tries again. */
export const cleanUp = defineJob({
  name: 'platform.cleanUp',
  meaning: 'Removes idempotency keys that are older than a day',
  payload: z.strictObject({}),
  schedule: '17 * * * *',
  async run({ finish }) {
    await finish(
      (tx) => tx`delete from platform.idempotency_keys where created_at < now() - interval '1 day'`,
    );
  },
});
