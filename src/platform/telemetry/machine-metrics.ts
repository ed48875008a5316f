import os from 'node:os';
import type { MetricCollector } from './metrics.ts';

/** What the process may use, so that an alert can say how near the end is. */
export const machineCollectors: readonly MetricCollector[] = [
  {
    name: 'caravan_memory_limit_bytes',
    help: 'Memory that this process may use: the limit of its container, otherwise that of the machine',
    type: 'gauge',
    labels: [],
    collect: async () => [{ labels: {}, value: memoryLimitBytes() }],
  },
  {
    name: 'caravan_cpu_cores',
    help: 'Processor cores that this process may use',
    type: 'gauge',
    labels: [],
    collect: async () => [{ labels: {}, value: os.availableParallelism() }],
  },
  {
    name: 'caravan_db_longest_query_seconds',
    help: 'Age of the oldest statement of this database that is still running',
    type: 'gauge',
    labels: [],
    collect: async (ctx) => {
      const [row] = await ctx.db.sql<{ seconds: number }[]>`
        select coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0)::float8 as seconds
        from pg_stat_activity
        where datname = current_database() and state = 'active' and backend_type = 'client backend'
          and pid <> pg_backend_pid()`;
      return [{ labels: {}, value: row?.seconds ?? 0 }];
    },
  },
];

/** A container without a limit reports one far above the machine's own memory. */
function memoryLimitBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < os.totalmem() ? limit : os.totalmem();
}
