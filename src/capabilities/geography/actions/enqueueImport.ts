import type { Transaction } from '../../../platform/db/database.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';

/** Lets a job make the map once the caller's transaction has committed. */
export function enqueueImport(tx: Transaction, mapImportId: string, runAt?: Date): void {
  const spec = { key: `importMap:${mapImportId}`, ...(runAt && { runAt }) };
  tx.withCommit(addJob(tx, 'geography.importMap', { mapImportId }, spec));
}
