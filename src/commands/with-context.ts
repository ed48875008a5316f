import type { Context } from '../platform/context.ts';
import { silentLog } from '../platform/telemetry/log.ts';
import { openContext, prepareDatabase } from '../roles/instance.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

/** Runs a command's work on the deployment's database, beside a running Caravan or without one. */
export async function withContext<T>(
  { data }: { data?: string },
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const config = configFrom({ CARAVAN_DATA: data });
  const log = silentLog();
  const database = await openDatabaseOf(config, log, { shared: true });
  try {
    if (database.own) await prepareDatabase(database.location, log);
    const ctx = openContext({ config, database: database.location, log });
    try {
      await ctx.secrets.load();
      return await work(ctx);
    } finally {
      await ctx.db.close();
    }
  } finally {
    await database.stop();
  }
}
