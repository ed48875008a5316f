/** What prom-client's `getMetricsAsJSON` gives, as far as it is read here. */
export interface MetricSamples {
  name: string;
  values: readonly {
    value: number;
    labels: Readonly<Record<string, string | number>>;
    metricName?: string;
  }[];
}

export interface OperationFigures {
  operation: string;
  requests: number;
  meanMilliseconds: number;
  /** The upper end of the bucket in which 95 of 100 requests lie; null above the last. */
  p95Milliseconds: number | null;
}

const slowestShown = 12;

/** One figure without labels, or the sum over them; 0 when nobody has measured it. */
export function figure(metrics: readonly MetricSamples[], name: string): number {
  const values = metrics.find((metric) => metric.name === name)?.values ?? [];
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** A figure by the value of one of its labels, the greatest first. */
export function figuresBy(
  metrics: readonly MetricSamples[],
  name: string,
  label: string,
): { name: string; count: number }[] {
  const values = metrics.find((metric) => metric.name === name)?.values ?? [];
  return values
    .map(({ value, labels }) => ({ name: String(labels[label]), count: value }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** The operations that took longest, from the histogram of requests since the start of this process. */
export function slowestOperations(metrics: readonly MetricSamples[]): OperationFigures[] {
  const histogram = metrics.find(({ name }) => name === 'caravan_http_request_duration_seconds');
  const found = new Map<string, { count: number; sum: number; buckets: Map<string, number> }>();
  for (const { value, labels, metricName } of histogram?.values ?? []) {
    const key = String(labels['operation']);
    const entry = found.get(key) ?? { count: 0, sum: 0, buckets: new Map<string, number>() };
    found.set(key, entry);
    if (metricName?.endsWith('_count')) entry.count += value;
    else if (metricName?.endsWith('_sum')) entry.sum += value;
    else {
      const limit = String(labels['le']);
      entry.buckets.set(limit, (entry.buckets.get(limit) ?? 0) + value);
    }
  }
  return [...found]
    .map(([operation, { count, sum, buckets }]) => {
      const limit = [...buckets]
        .filter(([, within]) => within >= 0.95 * count)
        .map(([text]) => Number(text))
        .filter(Number.isFinite)
        .sort((a, b) => a - b)[0];
      return {
        operation,
        requests: count,
        meanMilliseconds: count > 0 ? Math.round((sum / count) * 10_000) / 10 : 0,
        p95Milliseconds: limit === undefined ? null : limit * 1000,
      };
    })
    .filter(({ requests }) => requests > 0)
    .sort((a, b) => b.meanMilliseconds - a.meanMilliseconds)
    .slice(0, slowestShown);
}
