/* A worker in a process of its own: `worker-child.ts URL`; its job holds on in mid-air when the payload says so. */
import { z } from 'zod';
import { openDatabase } from '../../db/database.ts';
import { widgetContext } from '../../testing/widgets/module.ts';
import { insertEffect } from '../../testing/widgets/queries.ts';
import { defineJob } from '../job.ts';
import { startJobWorker } from '../worker.ts';

const url = process.argv[2]!;
const db = openDatabase({
  target: url,
  poolSize: 4,
  statementTimeoutSeconds: 15,
  idleInTransactionTimeoutSeconds: 5,
  connectTimeoutSeconds: 5,
  applicationName: 'worker-child',
});
const settings = { CARAVAN_JOBS_HEARTBEAT: '200ms', CARAVAN_JOBS_DEAD_AFTER: '2s' };
const ctx = widgetContext({ db, settings });
const mark = defineJob({
  name: 'widgets.mark',
  meaning: 'Tells that it began, waits, and leaves its mark',
  payload: z.strictObject({ subject: z.string(), waitMs: z.int() }),
  async run({ payload: { subject, waitMs }, attempt, finish }) {
    process.stdout.write(`began ${subject} ${attempt}\n`);
    await new Promise((resolve) => setTimeout(resolve, attempt === 1 ? waitMs : 0));
    await finish((tx) => insertEffect(tx, 'mark', subject) as never).catch((error: Error) => {
      process.stdout.write(`refused ${subject} ${error.message}\n`);
      throw error;
    });
    process.stdout.write(`ended ${subject}\n`);
  },
});
const worker = await startJobWorker(ctx, url, [mark]);
process.stdout.write('up\n');
process.on('SIGTERM', () => {
  void worker
    .stop()
    .then(() => db.close())
    .then(() => process.exit(0));
});
