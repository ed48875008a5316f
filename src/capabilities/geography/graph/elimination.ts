import { GrowableInt32 } from '../source/growable.ts';
import type { StepGraph } from './nested-order.ts';

/**
 * Which pairs of states can need an arc when all below both are taken out: of each pair the lower has
 * the higher among its uppers. States are numbered by rank here.
 */
export interface Elimination {
  offset: Int32Array;
  /** Ascending for each state. */
  upper: Int32Array;
}

/** Higher neighbours in the graph itself, whichever way the steps lead. */
function ownUppers({ stateCount, stepOffset, stepTo }: StepGraph, rankOf: Int32Array) {
  const offset = new Int32Array(stateCount + 1);
  const forSteps = (visit: (low: number, high: number) => void): void => {
    for (let state = 0; state < stateCount; state++) {
      const end = stepOffset[state + 1] as number;
      const rank = rankOf[state] as number;
      for (let step = stepOffset[state] as number; step < end; step++) {
        const other = rankOf[stepTo[step] as number] as number;
        if (other !== rank) visit(Math.min(rank, other), Math.max(rank, other));
      }
    }
  };
  forSteps((low) => offset[low + 1]!++);
  for (let rank = 0; rank < stateCount; rank++) offset[rank + 1]! += offset[rank] as number;
  const fill = offset.slice(0, stateCount);
  const upper = new Int32Array(offset[stateCount] as number);
  forSteps((low, high) => {
    upper[fill[low]!++] = high;
  });
  return { offset, upper };
}

/**
 * Takes the states out one after another; what is above one then hangs together. It is enough to hand
 * its uppers on to the lowest of them, who hands them on in turn.
 */
export function eliminate(graph: StepGraph, rankOf: Int32Array): Elimination {
  const own = ownUppers(graph, rankOf);
  const count = graph.stateCount;
  const offset = new Int32Array(count + 1);
  const upper = new GrowableInt32(own.upper.length * 3 + 16);
  const firstChild = new Int32Array(count).fill(-1);
  const sibling = new Int32Array(count).fill(-1);
  const seenBy = new Int32Array(count).fill(-1);
  for (let rank = 0; rank < count; rank++) {
    const start = upper.length;
    seenBy[rank] = rank;
    const add = (other: number): void => {
      if (seenBy[other] === rank) return;
      seenBy[other] = rank;
      upper.push(other);
    };
    const end = own.offset[rank + 1] as number;
    for (let i = own.offset[rank] as number; i < end; i++) add(own.upper[i] as number);
    for (let child = firstChild[rank] as number; child >= 0; child = sibling[child] as number) {
      const last = offset[child + 1] as number;
      for (let i = offset[child] as number; i < last; i++) add(upper.at(i));
    }
    offset[rank + 1] = upper.length;
    if (upper.length === start) continue;
    sort(upper.view().subarray(start));
    const parent = upper.at(start);
    sibling[rank] = firstChild[parent] as number;
    firstChild[parent] = rank;
  }
  return { offset, upper: upper.toArray() };
}

/** Most lists are of a handful, for which the library's sort does too much. */
function sort(list: Int32Array): void {
  if (list.length > 16) {
    list.sort();
    return;
  }
  for (let i = 1; i < list.length; i++) {
    const moved = list[i] as number;
    let at = i;
    for (; at > 0 && (list[at - 1] as number) > moved; at--) list[at] = list[at - 1] as number;
    list[at] = moved;
  }
}
