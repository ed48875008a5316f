/** Parts that a window is cut into. */
export const SLICES = 15;

/** Whole milliseconds, so that memory and Redis cut time alike. */
export const sliceMsOf = ({ windowSeconds }: { windowSeconds: number }): number =>
  Math.ceil((windowSeconds * 1000) / SLICES);

/**
 * Counts of one subject in the slices of time that a window can touch: the present one and the 15 before it. As whole
 * slices are counted, no window of the full length can ever hold more than the limit; what was used comes back at
 * most one slice late.
 */
export class SlidingCount {
  private slice: number;
  private readonly counts = new Uint32Array(SLICES + 1);
  total = 0;

  constructor(slice: number) {
    this.slice = slice;
  }

  /** Forgets what has left the window. */
  advance(slice: number): void {
    const steps = Math.min(slice - this.slice, SLICES + 1);
    if (steps <= 0) return;
    for (let step = 1; step <= steps; step++) {
      const at = (this.slice + step) % (SLICES + 1);
      this.total -= this.counts[at] as number;
      this.counts[at] = 0;
    }
    this.slice = slice;
  }

  add(): void {
    const at = this.slice % (SLICES + 1);
    this.counts[at] = (this.counts[at] as number) + 1;
    this.total++;
  }

  /** The first slice in which fewer than `below` of the present count are left. */
  sliceWithFewerThan(below: number): number {
    let left = this.total;
    for (let slice = this.slice - SLICES; slice <= this.slice; slice++) {
      if (left < below) return slice + SLICES;
      left -= this.counts[(slice + SLICES + 1) % (SLICES + 1)] as number;
    }
    return this.slice + SLICES + 1;
  }
}
