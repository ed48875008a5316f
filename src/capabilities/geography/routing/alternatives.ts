import type { FoundPath } from './fast-search.ts';

const MAX_SHARED = 0.75;

/** Whether a path is new against those chosen: no street driven twice, and a quarter of it on other streets. */
export function isWorthShowing(
  path: FoundPath,
  chosen: readonly FoundPath[],
  durations: Int32Array,
): boolean {
  const edges = new Set(path.directions.map((direction) => direction >> 1));
  if (edges.size < path.directions.length) return false;
  return chosen.every((other) => {
    const driven = new Set(other.directions);
    let shared = 0;
    for (const direction of path.directions) {
      if (driven.has(direction)) shared += durations[direction] as number;
    }
    return shared <= MAX_SHARED * path.weight;
  });
}
