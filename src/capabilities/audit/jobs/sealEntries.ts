import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { sealEntries as seal } from '../actions/sealEntries.ts';
import { signHead } from '../actions/signCheckpoint.ts';
import { auditConfig } from '../config.ts';
import { latestCheckpoint } from '../queries/checkpoints.ts';

export const sealEntries = defineJob({
  name: 'audit.sealEntries',
  meaning: 'Chains new entries of the audit trail, and signs the end of the chain from time to time',
  payload: z.looseObject({}),
  schedule: '* * * * *',
  async run({ ctx, finish, signal }) {
    await seal(ctx, signal);
    const { checkpointSeconds } = ctx.config.get(auditConfig);
    const latest = await latestCheckpoint(ctx.db.sql);
    const due = !latest || ctx.clock.nowMs() - latest.signedAt.getTime() >= checkpointSeconds * 1000;
    if (due) await signHead(ctx);
    await finish(async () => {});
  },
});
