import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { importBatch } from '../actions/importBatch.ts';

/** The place in the file moves with the deliveries of each batch, so a worker that takes it over repeats nothing. */
export const importRows = defineJob({
  name: 'deliveries.importRows',
  meaning: 'Orders the deliveries of a checked file, line by line',
  payload: z.strictObject({ importId: z.uuid() }),
  maxAttempts: 25,
  priority: 5,
  async run({ payload: { importId }, ctx, signal, progress }) {
    for (;;) {
      signal.throwIfAborted();
      const { state, linesImported, linesTotal, linesWrong } = await ctx.db.transaction((tx) =>
        importBatch(tx, importId, ctx),
      );
      await progress(linesImported, linesTotal - linesWrong);
      if (state !== 'importing') return;
    }
  },
});
