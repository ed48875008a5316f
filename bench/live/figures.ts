export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** Half of the distance between the largest and the smallest, as a share of the median. */
export function spread(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : (Math.max(...values) - Math.min(...values)) / 2 / median(values);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export interface ScenarioOptions {
  json: boolean;
  quick: boolean;
  /** `--parts=a,b`: only these parts of a scenario that takes long; all when undefined. */
  parts?: readonly string[] | undefined;
  out(line: object): void;
}
