import { expect, test } from 'vitest';
import { figure, figuresBy, slowestOperations, type MetricSamples } from './operations-report.ts';

const name = 'caravan_http_request_duration_seconds';
const sample = (part: string, operation: string, value: number, le?: number | string) => ({
  metricName: `${name}_${part}`,
  labels: { operation, ...(le !== undefined && { le }) },
  value,
});
const metrics: MetricSamples[] = [
  {
    name,
    values: [
      ...[0.01, 0.1, 1, '+Inf'].map((le, index) =>
        sample('bucket', 'a.fast', [90, 100, 100, 100][index]!, le),
      ),
      sample('sum', 'a.fast', 0.5),
      sample('count', 'a.fast', 100),
      ...[0.01, 0.1, 1, '+Inf'].map((le, index) => sample('bucket', 'a.slow', [0, 0, 1, 3][index]!, le)),
      sample('sum', 'a.slow', 6),
      sample('count', 'a.slow', 3),
    ],
  },
  {
    name: 'lag',
    values: [
      { value: 2, labels: { subscriber: 'b' } },
      { value: 5, labels: { subscriber: 'a' } },
    ],
  },
];

test('the slowest first, with mean and the bucket of 95 of 100', () => {
  expect(slowestOperations(metrics)).toEqual([
    { operation: 'a.slow', requests: 3, meanMilliseconds: 2000, p95Milliseconds: null },
    { operation: 'a.fast', requests: 100, meanMilliseconds: 5, p95Milliseconds: 100 },
  ]);
});

test('sums, and figures by a label', () => {
  expect(figure(metrics, 'lag')).toBe(7);
  expect(figure(metrics, 'absent')).toBe(0);
  expect(figuresBy(metrics, 'lag', 'subscriber')).toEqual([
    { name: 'a', count: 5 },
    { name: 'b', count: 2 },
  ]);
});
