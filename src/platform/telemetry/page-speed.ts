import { Histogram } from 'prom-client';
import { registry } from './metrics.ts';

/** How a page felt in somebody's browser; what was not measured is left out. */
export interface PageSpeed {
  area: string;
  firstPaintMs?: number | undefined;
  largestPaintMs?: number | undefined;
  interactionMs?: number | undefined;
  shift?: number | undefined;
}

const pageSeconds = new Histogram({
  name: 'caravan_page_seconds',
  help: 'First and largest paint and the slowest answer to a hand, as browsers measured them',
  labelNames: ['area', 'measure'] as const,
  buckets: [0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2, 1.8, 2.5, 4, 6, 10],
  registers: [registry],
});
const pageShift = new Histogram({
  name: 'caravan_page_shift',
  help: 'How far pages jumped while they were read (cumulative layout shift)',
  labelNames: ['area'] as const,
  buckets: [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1],
  registers: [registry],
});

/** Anybody may send names: no more of them than there are parts of an app. */
const mostAreas = 16;
const areas = new Set<string>();

export function notePageSpeed({ area: named, shift, ...times }: PageSpeed): void {
  const area = areas.has(named) || areas.size < mostAreas ? named : 'other';
  areas.add(area);
  const measures = {
    first_paint: times.firstPaintMs,
    largest_paint: times.largestPaintMs,
    interaction: times.interactionMs,
  };
  for (const [measure, milliseconds] of Object.entries(measures))
    if (milliseconds !== undefined) pageSeconds.observe({ area, measure }, milliseconds / 1000);
  if (shift !== undefined) pageShift.observe({ area }, shift);
}
