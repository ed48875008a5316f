import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { defineJob } from '../../../platform/jobs/job.ts';
import { documentsEvents } from '../events.ts';
import { filesOf } from '../files.ts';
import { deleteUploads, lockUpload } from '../queries/uploads.ts';

const actor = systemActor('documents.removeUpload');

/** A part that is being written at this moment is waited for; the next one finds no upload. */
export const removeUpload = defineJob({
  name: 'documents.removeUpload',
  meaning: 'Removes a file that nobody needs any more',
  payload: z.strictObject({ uploadId: z.uuid() }),
  async run({ ctx, payload: { uploadId }, finish }) {
    await finish(async (tx) => {
      const row = await lockUpload(tx, uploadId);
      if (!row) return;
      await filesOf(ctx).remove(uploadId);
      await deleteUploads(tx, [uploadId]);
      const event = {
        event: documentsEvents.uploadRemoved,
        subject: { entity: 'upload', id: uploadId },
        sequence: row.version + 1,
        actor,
        payload: { receivedBytes: row.receivedBytes },
      };
      await publish(tx, [event], ctx);
    });
  },
});
