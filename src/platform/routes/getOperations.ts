import { z } from 'zod';
import type { Queryable } from '../db/database.ts';
import { cacheHitRate, slowStatements, type SlowStatement } from '../db/slow-statements.ts';
import { defineRoute } from '../http/route.ts';
import { registry } from '../telemetry/metrics.ts';
import {
  figure,
  figuresBy,
  pageFigures,
  slowestOperations,
  type MetricSamples,
} from '../telemetry/operations-report.ts';

const counted = z.array(z.strictObject({ name: z.string(), count: z.number() }));

export const getOperations = defineRoute({
  operation: 'platform.getOperations',
  method: 'GET',
  path: '/v1/operations',
  summary: 'How the process that answers is doing: database, queues, memory, and its slowest operations',
  description: 'The figures of /metrics for people. With several processes each answers for itself.',
  permission: 'operations:read',
  query: z.strictObject({}),
  response: z
    .strictObject({
      uptimeSeconds: z.number(),
      memoryBytes: z.number(),
      memoryLimitBytes: z.number(),
      eventLoopP99Milliseconds: z.number().meta({ description: 'How late timers are at worst' }),
      database: z.strictObject({
        poolSize: z.number(),
        inTransaction: z.number(),
        waiting: z.number(),
        longestQuerySeconds: z.number(),
        cacheHitRate: z
          .number()
          .nullable()
          .meta({ description: 'Part of what was read that came out of memory, 0 to 1' }),
      }),
      sockets: z.strictObject({ open: z.int(), closedSlow: z.int() }),
      slowQueries: z
        .array(
          z.strictObject({
            text: z.string().meta({ description: 'Without values' }),
            calls: z.int(),
            meanMilliseconds: z.int(),
            maxMilliseconds: z.int(),
            index: z.string().nullable().meta({ description: 'The index that would help' }),
          }),
        )
        .nullable()
        .meta({
          description:
            'Queries over 100 ms on average, read every half minute; null where the database counts none',
        }),
      jobsWaiting: counted,
      jobsGivenUp: counted,
      subscribers: counted.meta({ description: 'Events that each has not handled yet' }),
      slowestOperations: z.array(
        z.strictObject({
          operation: z.string(),
          requests: z.int(),
          meanMilliseconds: z.number(),
          p95Milliseconds: z.number().nullable().meta({ description: 'Null: more than five seconds' }),
        }),
      ),
      pages: z
        .array(
          z.strictObject({
            area: z.string(),
            pages: z.int(),
            firstPaintMilliseconds: z.number().nullable(),
            largestPaintMilliseconds: z.number().nullable(),
            interactionMilliseconds: z.number().nullable(),
            shift: z.number().nullable(),
          }),
        )
        .meta({ description: 'As browsers measured them; three of four pages were at least as quick' }),
    })
    .meta({ id: 'Operations' }),
  async handler({ ctx, sql }) {
    const metrics = (await registry.getMetricsAsJSON()) as unknown as MetricSamples[];
    const { slowQueries, hitRate } = await aboutDatabase(sql, ctx.clock.nowMs());
    return {
      uptimeSeconds: Math.round(process.uptime()),
      memoryBytes: figure(metrics, 'caravan_process_resident_memory_bytes'),
      memoryLimitBytes: figure(metrics, 'caravan_memory_limit_bytes'),
      eventLoopP99Milliseconds:
        Math.round(figure(metrics, 'caravan_nodejs_eventloop_lag_p99_seconds') * 10_000) / 10,
      database: {
        poolSize: figure(metrics, 'caravan_db_pool_size'),
        inTransaction: figure(metrics, 'caravan_db_pool_in_transaction'),
        waiting: figure(metrics, 'caravan_db_pool_waiting'),
        longestQuerySeconds: Math.round(figure(metrics, 'caravan_db_longest_query_seconds') * 1000) / 1000,
        cacheHitRate: hitRate,
      },
      sockets: {
        open: figure(metrics, 'caravan_live_sockets'),
        closedSlow: figure(metrics, 'caravan_live_closed_slow_total'),
      },
      slowQueries,
      jobsWaiting: figuresBy(metrics, 'caravan_jobs_waiting', 'job'),
      jobsGivenUp: figuresBy(metrics, 'caravan_jobs_given_up', 'job'),
      subscribers: figuresBy(metrics, 'caravan_subscriber_lag_events', 'subscriber'),
      slowestOperations: slowestOperations(metrics),
      pages: pageFigures(metrics),
    };
  },
});

interface AboutDatabase {
  slowQueries: SlowStatement[] | null;
  hitRate: number | null;
}

const keptMs = 30_000;
let kept: { atMs: number; read: Promise<AboutDatabase> } | undefined;

/** Read anew only now and then: pages that ask every few seconds are not to make the database slow themselves. */
function aboutDatabase(sql: Queryable, nowMs: number): Promise<AboutDatabase> {
  if (!kept || Math.abs(nowMs - kept.atMs) > keptMs) {
    const read = Promise.all([slowStatements(sql), cacheHitRate(sql)]).then(([slowQueries, hitRate]) => ({
      slowQueries,
      hitRate,
    }));
    kept = { atMs: nowMs, read };
    read.catch(() => {
      kept = undefined;
    });
  }
  return kept.read;
}
