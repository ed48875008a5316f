import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { defineJob } from '../../../platform/jobs/job.ts';
import { documentsEvents } from '../events.ts';
import { filesOf } from '../files.ts';
import { deleteUploads, lockExpired } from '../queries/uploads.ts';

const atOnce = 500;

/** The bytes go first: should the commit fail, the row is expired all the same and takes no further part. */
export const expireUploads = defineJob({
  name: 'documents.expireUploads',
  meaning: 'Removes uploads that were left unfinished',
  payload: z.strictObject({}),
  schedule: '*/10 * * * *',
  async run({ ctx, finish }) {
    const files = filesOf(ctx);
    await finish(async (tx) => {
      const expired = await lockExpired(tx, ctx.clock.now(), atOnce);
      for (const { id } of expired) await files.remove(id);
      await deleteUploads(
        tx,
        expired.map(({ id }) => id),
      );
      const events = expired.map(({ id, version, receivedBytes }) => ({
        event: documentsEvents.uploadExpired,
        subject: { entity: 'upload', id },
        sequence: version + 1,
        actor: systemActor('documents.expireUploads'),
        payload: { receivedBytes },
      }));
      await publish(tx, events, ctx);
    });
  },
});
