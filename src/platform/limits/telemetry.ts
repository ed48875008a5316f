import type { HealthCheck } from '../health/health.ts';
import type { MetricCollector } from '../telemetry/metrics.ts';
import { limitsOf } from './limits.ts';

/** Once for each process, with the metrics of the modules. */
export const limitCollectors: readonly MetricCollector[] = [
  {
    name: 'caravan_limits_shared',
    help: '1 while limits are counted together with the other nodes, 0 while this process counts alone',
    type: 'gauge',
    labels: [],
    collect: async (ctx) => [{ labels: {}, value: limitsOf(ctx)?.countedBy() === 'redis' ? 1 : 0 }],
  },
  {
    name: 'caravan_limits_redis_lost',
    help: '1 while a Redis is named but does not answer, so that each process counts alone',
    type: 'gauge',
    labels: [],
    collect: async (ctx) => [
      { labels: {}, value: limitsOf(ctx)?.countedBy() === 'memory, redis is lost' ? 1 : 0 },
    ],
  },
];

export const limitsCheck: HealthCheck = {
  name: 'limits',
  critical: false,
  check: async (ctx) =>
    limitsOf(ctx)?.countedBy() === 'memory, redis is lost'
      ? 'Redis does not answer: each process counts its own requests, so up to limit x processes pass'
      : undefined,
};
