import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Context } from '../context.ts';
import { subscriberCollectors } from '../events/subscriber-metrics.ts';
import { queueCollectors } from '../jobs/queue-metrics.ts';
import { limitCollectors } from '../limits/telemetry.ts';
import { machineCollectors } from './machine-metrics.ts';

/** Figures that a module reads when they are asked for, such as counts by state from its own table. */
export interface MetricCollector {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  labels: readonly string[];
  collect(ctx: Context): Promise<{ labels: Record<string, string>; value: number }[]>;
}

export const registry = new Registry();

export const requestSeconds = new Histogram({
  name: 'caravan_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last of its answer',
  labelNames: ['operation', 'method', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});

export const problemsTotal = new Counter({
  name: 'caravan_http_problems_total',
  help: 'Answers that were problems, by code',
  labelNames: ['operation', 'code'] as const,
  registers: [registry],
});

export const limitedTotal = new Counter({
  name: 'caravan_limits_refused_total',
  help: 'Requests refused because a limit was reached, by limit',
  labelNames: ['quota'] as const,
  registers: [registry],
});

export const jobSeconds = new Histogram({
  name: 'caravan_job_duration_seconds',
  help: 'Time that a job took',
  labelNames: ['job', 'outcome'] as const,
  buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600],
  registers: [registry],
});

let processMetrics = false;

/** Adds process figures, the pool's, and the modules' collectors to the registry. Safe to call once per context. */
export function registerMetrics(ctx: Context, collectors: readonly MetricCollector[]): void {
  if (!processMetrics) {
    collectDefaultMetrics({ register: registry, prefix: 'caravan_' });
    // Gauges whose names say counter; the same figures are there by type.
    for (const part of ['handles', 'requests', 'resources'])
      registry.removeSingleMetric(`caravan_nodejs_active_${part}_total`);
    processMetrics = true;
  }
  for (const { name, help, type, labels, collect } of [...collectors, ...platformCollectors()]) {
    registry.removeSingleMetric(name);
    const Type = type === 'counter' ? Counter : Gauge;
    new Type({
      name,
      help,
      labelNames: labels as string[],
      registers: [registry],
      async collect() {
        const samples = await collect(ctx).catch((error: unknown) => {
          ctx.log.warn({ err: error, metric: name }, 'A metric could not be read');
          return [];
        });
        this.reset();
        for (const { labels: values, value } of samples) this.inc(values, value);
      },
    });
  }
}

const platformCollectors = (): readonly MetricCollector[] => [
  ...poolCollectors,
  ...machineCollectors,
  ...subscriberCollectors,
  ...queueCollectors,
  ...limitCollectors,
];

export interface MetricDescription {
  name: string;
  help: string;
  type: string;
  labels: readonly string[];
}

/** What `/metrics` gives besides the figures of the process and of Node. */
export function describeMetrics(collectors: readonly MetricCollector[]): MetricDescription[] {
  const collected = [...collectors, ...platformCollectors()];
  const names = new Set(collected.map(({ name }) => name));
  const counted = registry
    .getMetricsAsArray()
    .filter(({ name }) => !names.has(name) && !/^caravan_(process|nodejs)_/.test(name))
    .map((metric) => {
      const { name, help, type, labelNames = [] } = metric as typeof metric & { labelNames?: string[] };
      return { name, help, type: String(type), labels: labelNames };
    });
  return [...counted, ...collected.map(({ name, help, type, labels }) => ({ name, help, type, labels }))];
}

const poolFigure = (key: 'size' | 'inTransaction' | 'waiting', help: string): MetricCollector => ({
  name: `caravan_db_pool_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
  help,
  type: 'gauge',
  labels: [],
  collect: async (ctx) => [{ labels: {}, value: ctx.db.stats()[key] }],
});

const poolCollectors: MetricCollector[] = [
  poolFigure('size', 'Connections that the pool may open'),
  poolFigure('inTransaction', 'Transactions open now'),
  poolFigure('waiting', 'Transactions waiting for a connection'),
  {
    name: 'caravan_db_transactions_total',
    help: 'Transactions by outcome',
    type: 'counter',
    labels: ['outcome'],
    collect: async (ctx) => {
      const { transactions, rollbacks } = ctx.db.stats();
      return [
        { labels: { outcome: 'committed' }, value: transactions - rollbacks },
        { labels: { outcome: 'rolled back' }, value: rollbacks },
      ];
    },
  },
];
