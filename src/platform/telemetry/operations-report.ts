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

interface Spread {
  count: number;
  sum: number;
  /** How many lie within each upper end. */
  buckets: Map<string, number>;
}

/** A histogram by what `keyOf` makes of its labels. */
function spreadsOf(
  metrics: readonly MetricSamples[],
  name: string,
  keyOf: (labels: MetricSamples['values'][number]['labels']) => string,
): Map<string, Spread> {
  const found = new Map<string, Spread>();
  for (const { value, labels, metricName } of metrics.find((metric) => metric.name === name)?.values ?? []) {
    const key = keyOf(labels);
    const entry = found.get(key) ?? { count: 0, sum: 0, buckets: new Map<string, number>() };
    found.set(key, entry);
    if (metricName?.endsWith('_count')) entry.count += value;
    else if (metricName?.endsWith('_sum')) entry.sum += value;
    else {
      const limit = String(labels['le']);
      entry.buckets.set(limit, (entry.buckets.get(limit) ?? 0) + value);
    }
  }
  return found;
}

/** The upper end of the bucket in which so large a share lies; null above the last. */
function limitOf(buckets: ReadonlyMap<string, number>, count: number, share: number): number | null {
  const ends = [...buckets].filter(([, within]) => within >= share * count).map(([text]) => Number(text));
  return ends.filter(Number.isFinite).sort((a, b) => a - b)[0] ?? null;
}

export interface PageFigures {
  area: string;
  /** Pages that were measured. */
  pages: number;
  /** Three of four pages were at least as quick; null where nobody measured, or slower than the last bucket. */
  firstPaintMilliseconds: number | null;
  largestPaintMilliseconds: number | null;
  interactionMilliseconds: number | null;
  shift: number | null;
}

const threeOfFour = 0.75;

/** How the pages felt in the field, by part of the app. */
export function pageFigures(metrics: readonly MetricSamples[]): PageFigures[] {
  const seconds = spreadsOf(metrics, 'caravan_page_seconds', ({ area, measure }) => `${area} ${measure}`);
  const shifts = spreadsOf(metrics, 'caravan_page_shift', ({ area }) => String(area));
  const areas = [...new Set([...seconds.keys()].map((key) => key.split(' ')[0] as string))].sort();
  const within = (spread: Spread | undefined, unit: number): number | null => {
    const limit = spread && spread.count > 0 ? limitOf(spread.buckets, spread.count, threeOfFour) : null;
    return limit === null ? null : Math.round(limit * unit * 1000) / 1000;
  };
  return areas.map((area) => ({
    area,
    pages: seconds.get(`${area} first_paint`)?.count ?? 0,
    firstPaintMilliseconds: within(seconds.get(`${area} first_paint`), 1000),
    largestPaintMilliseconds: within(seconds.get(`${area} largest_paint`), 1000),
    interactionMilliseconds: within(seconds.get(`${area} interaction`), 1000),
    shift: within(shifts.get(area), 1),
  }));
}

/** The operations that took longest, from the histogram of requests since the start of this process. */
export function slowestOperations(metrics: readonly MetricSamples[]): OperationFigures[] {
  const found = spreadsOf(metrics, 'caravan_http_request_duration_seconds', ({ operation }) =>
    String(operation),
  );
  return [...found]
    .map(([operation, { count, sum, buckets }]) => {
      const limit = limitOf(buckets, count, 0.95);
      return {
        operation,
        requests: count,
        meanMilliseconds: count > 0 ? Math.round((sum / count) * 10_000) / 10 : 0,
        p95Milliseconds: limit === null ? null : limit * 1000,
      };
    })
    .filter(({ requests }) => requests > 0)
    .sort((a, b) => b.meanMilliseconds - a.meanMilliseconds)
    .slice(0, slowestShown);
}
