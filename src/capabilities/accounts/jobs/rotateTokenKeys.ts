import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { securityEvent } from '../../audit/api.ts';
import { rotateTokenKeys as rotate } from '../key-ring.ts';

export const rotateTokenKeys = defineJob({
  name: 'accounts.rotateTokenKeys',
  meaning: 'Makes the next key that signs access tokens when the present one is old enough',
  payload: z.strictObject({}),
  schedule: '23 * * * *',
  async run({ ctx }) {
    const keyId = await rotate(ctx);
    if (keyId === undefined) return;
    const actor = { kind: 'system', id: 'system:accounts.rotateTokenKeys' } as const;
    await securityEvent(ctx.db.sql, ctx, {
      kind: 'secret',
      outcome: 'success',
      operation: 'accounts.rotateTokenKeys',
      actor,
      detail: { keyId },
    });
  },
});
