import { z } from 'zod';
import { reencrypt } from '../secrets/reencrypt.ts';
import type { EncryptedField } from '../secrets/encrypted-field.ts';
import { defineJob, type JobDefinition } from './job.ts';

/** Beside the traffic, after `caravan keys rotate`. */
export const reencryptFields = (fields: readonly EncryptedField[]): JobDefinition<object> =>
  defineJob({
    name: 'platform.reencryptFields',
    meaning: 'Seals every encrypted field with the present key, and retires keys that no row uses',
    payload: z.strictObject({}),
    maxAttempts: 10,
    priority: 5,
    async run({ ctx, finish, signal, progress }) {
      const done = await reencrypt(ctx, fields, { signal, progress: (sealed) => progress(sealed, sealed) });
      ctx.log.info(done, 'Encrypted fields are sealed anew');
      await finish(async () => {});
    },
  });
