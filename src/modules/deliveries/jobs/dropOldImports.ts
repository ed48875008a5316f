import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { dropOldLines } from '../queries/imports.ts';

const keptMs = 30 * 86_400_000;

export const dropOldImports = defineJob({
  name: 'deliveries.dropOldImports',
  meaning: 'Removes the lines of imported files 30 days after the last change; the result stays',
  payload: z.strictObject({}),
  schedule: '41 3 * * *',
  async run({ ctx, finish }) {
    await finish((tx) => dropOldLines(tx, new Date(ctx.clock.nowMs() - keptMs)));
  },
});
