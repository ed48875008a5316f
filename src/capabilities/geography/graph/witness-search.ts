import type { DynamicArcs } from './dynamic-arcs.ts';
import { IntHeap } from './int-heap.ts';

const UNREACHED = 0x7fffffff;

/**
 * Looks whether a shortcut is needed: a search from one state that leaves another state out.
 * It may give up early; then a shortcut more is kept, which costs room but never exactness.
 */
export class WitnessSearch {
  /** Weight from the start of the last search, UNREACHED where it did not come. */
  readonly distance: Int32Array;
  private readonly arcs: DynamicArcs;
  private readonly heap: IntHeap;
  private readonly isTarget: Uint8Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(arcs: DynamicArcs, states: number) {
    this.arcs = arcs;
    this.distance = new Int32Array(states).fill(UNREACHED);
    this.heap = new IntHeap(states);
    this.isTarget = new Uint8Array(states);
    this.touched = new Int32Array(states);
  }

  run(start: number, leftOut: number, bound: number, maxSettled: number): void {
    const { arcs, heap, distance, touched, isTarget } = this;
    const { headOut, nextOut, to: arcTo, weight } = arcs;
    this.reset();
    let open = 0;
    for (let arc = headOut[leftOut] as number; arc >= 0; arc = nextOut[arc] as number) {
      const target = arcTo[arc] as number;
      if (target !== start) {
        isTarget[target] = 1;
        open++;
      }
    }
    distance[start] = 0;
    touched[this.touchedCount++] = start;
    heap.set(start, 0);
    let settled = 0;
    while (heap.size > 0 && open > 0 && settled < maxSettled && heap.minKey <= bound) {
      const key = heap.minKey;
      const state = heap.pop();
      settled++;
      if (isTarget[state] === 1) {
        isTarget[state] = 0;
        open--;
      }
      for (let arc = headOut[state] as number; arc >= 0; arc = nextOut[arc] as number) {
        const next = arcTo[arc] as number;
        if (next === leftOut) continue;
        const reached = key + (weight[arc] as number);
        const known = distance[next] as number;
        if (reached < known && reached <= bound) {
          if (known === UNREACHED) touched[this.touchedCount++] = next;
          distance[next] = reached;
          heap.set(next, reached);
        }
      }
    }
    heap.clear();
    for (let arc = headOut[leftOut] as number; arc >= 0; arc = nextOut[arc] as number) {
      isTarget[arcTo[arc] as number] = 0;
    }
  }

  private reset(): void {
    for (let i = 0; i < this.touchedCount; i++) this.distance[this.touched[i] as number] = UNREACHED;
    this.touchedCount = 0;
  }
}
