import type { Transaction } from '../../../platform/db/database.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';

export interface Notice {
  notice: 'passwordChanged' | 'mailChanged';
  mail: string;
  name: string;
  language: string;
}

/** A mail that tells somebody what happened to their account; sent once the transaction has committed. */
export async function noticeMail(tx: Transaction, notice: Notice): Promise<void> {
  await addJob(tx, 'accounts.sendNotice', notice, { maxAttempts: 12 });
}
