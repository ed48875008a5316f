import type { Transaction } from '../../../platform/db/database.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';

/** Lets a job remove an upload and its bytes once the caller's transaction has committed. */
export function discardUpload(tx: Transaction, uploadId: string): void {
  tx.withCommit(addJob(tx, 'documents.removeUpload', { uploadId }, { key: `removeUpload:${uploadId}` }));
}
