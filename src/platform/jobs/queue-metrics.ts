import type { MetricCollector } from '../telemetry/metrics.ts';

export const queueCollectors: readonly MetricCollector[] = [
  {
    name: 'caravan_jobs_waiting',
    help: 'Jobs that are due and that no worker has taken yet',
    type: 'gauge',
    labels: ['job'],
    async collect(ctx) {
      const rows = await ctx.db.sql<{ job: string; count: number }[]>`
        select task_identifier as job, count(*)::integer as count from graphile_worker.jobs
        where run_at <= now() and locked_at is null and attempts < max_attempts group by task_identifier`;
      return rows.map(({ job, count }) => ({ labels: { job }, value: count }));
    },
  },
  {
    name: 'caravan_jobs_given_up',
    help: 'Jobs that failed in all their tries',
    type: 'gauge',
    labels: ['job'],
    async collect(ctx) {
      const rows = await ctx.db.sql<{ job: string; count: number }[]>`
        select task_identifier as job, count(*)::integer as count from graphile_worker.jobs
        where attempts >= max_attempts group by task_identifier`;
      return rows.map(({ job, count }) => ({ labels: { job }, value: count }));
    },
  },
];
