import type { Elimination } from './elimination.ts';
import type { StepGraph } from './nested-order.ts';

/** No way; two of them still add up to a whole number of 32 bits. Ways of more than twelve days are none. */
export const NO_WAY = 0x3fffffff;

/** Weights of the arcs of an elimination, upwards (`ahead`) and downwards (`behind`). */
interface WeighedArcs {
  ahead: Int32Array;
  behind: Int32Array;
  /** Rank that the arc leaps over, -1 for a single step. */
  aheadMiddle: Int32Array;
  behindMiddle: Int32Array;
  /** Bits of arcs that are not needed, for a way over higher states is shorter. */
  spare: Uint8Array;
}

export const SPARE_AHEAD = 1;
export const SPARE_BEHIND = 2;

/** The arc from a state to one of its uppers. */
function arcTo({ offset, upper }: Elimination, low: number, high: number): number {
  let first = offset[low] as number;
  let last = (offset[low + 1] as number) - 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    if ((upper[middle] as number) < high) first = middle + 1;
    else last = middle;
  }
  return first;
}

function ownWeights(graph: StepGraph, rankOf: Int32Array, elimination: Elimination): WeighedArcs {
  const arcs = elimination.upper.length;
  const ahead = new Int32Array(arcs).fill(NO_WAY);
  const behind = new Int32Array(arcs).fill(NO_WAY);
  for (let state = 0; state < graph.stateCount; state++) {
    const rank = rankOf[state] as number;
    const end = graph.stepOffset[state + 1] as number;
    for (let step = graph.stepOffset[state] as number; step < end; step++) {
      const other = rankOf[graph.stepTo[step] as number] as number;
      if (other === rank) continue;
      const weights = rank < other ? ahead : behind;
      const arc = arcTo(elimination, Math.min(rank, other), Math.max(rank, other));
      weights[arc] = Math.min(weights[arc] as number, graph.stepWeight[step] as number);
    }
  }
  return {
    ahead,
    behind,
    aheadMiddle: new Int32Array(arcs).fill(-1),
    behindMiddle: new Int32Array(arcs).fill(-1),
    spare: new Uint8Array(arcs),
  };
}

/** The arcs of an elimination by their lower end, by their upper end, and those of one state by theirs. */
interface Triangles extends Elimination {
  lowOffset: Int32Array;
  lowArc: Int32Array;
  low: Int32Array;
  /** For the state that was noted last. */
  arcTo: Int32Array;
}

function trianglesOf({ offset, upper }: Elimination): Triangles {
  const count = offset.length - 1;
  const lowOffset = new Int32Array(count + 1);
  for (const high of upper) lowOffset[high + 1]!++;
  for (let rank = 0; rank < count; rank++) lowOffset[rank + 1]! += lowOffset[rank] as number;
  const fill = lowOffset.slice(0, count);
  const lowArc = new Int32Array(upper.length);
  const low = new Int32Array(upper.length);
  for (let rank = 0; rank < count; rank++) {
    const end = offset[rank + 1] as number;
    for (let arc = offset[rank] as number; arc < end; arc++) {
      const at = fill[upper[arc] as number]!++;
      lowArc[at] = arc;
      low[at] = rank;
    }
  }
  return { offset, upper, lowOffset, lowArc, low, arcTo: new Int32Array(count) };
}

function noteArcs({ offset, upper, arcTo }: Triangles, rank: number): void {
  const end = offset[rank + 1] as number;
  for (let arc = offset[rank] as number; arc < end; arc++) arcTo[upper[arc] as number] = arc;
}

/** Makes the arcs of a state as short as the ways over any lower state. */
function shortenFromBelow(triangles: Triangles, weighed: WeighedArcs, rank: number): void {
  const { offset, upper, lowOffset, lowArc, low, arcTo } = triangles;
  const { ahead, behind, aheadMiddle, behindMiddle } = weighed;
  noteArcs(triangles, rank);
  const lowEnd = lowOffset[rank + 1] as number;
  for (let at = lowOffset[rank] as number; at < lowEnd; at++) {
    const side = lowArc[at] as number;
    const below = low[at] as number;
    const down = behind[side] as number;
    const climb = ahead[side] as number;
    if (down === NO_WAY && climb === NO_WAY) continue;
    const end = offset[below + 1] as number;
    for (let other = side + 1; other < end; other++) {
      const arc = arcTo[upper[other] as number] as number;
      const there = down + (ahead[other] as number);
      if (there < (ahead[arc] as number)) {
        ahead[arc] = there;
        aheadMiddle[arc] = below;
      }
      const back = (behind[other] as number) + climb;
      if (back < (behind[arc] as number)) {
        behind[arc] = back;
        behindMiddle[arc] = below;
      }
    }
  }
}

/** Finds the arcs into and beside a state that a way over it, or over a higher one, is shorter than. */
function spareFromAbove(triangles: Triangles, weighed: WeighedArcs, rank: number): void {
  const { offset, upper, lowOffset, lowArc, low, arcTo } = triangles;
  const { ahead, behind, spare } = weighed;
  noteArcs(triangles, rank);
  const lowEnd = lowOffset[rank + 1] as number;
  for (let at = lowOffset[rank] as number; at < lowEnd; at++) {
    const side = lowArc[at] as number;
    const end = offset[(low[at] as number) + 1] as number;
    let climb = ahead[side] as number;
    let down = behind[side] as number;
    let bits = spare[side] as number;
    for (let other = side + 1; other < end; other++) {
      const arc = arcTo[upper[other] as number] as number;
      const there = ahead[arc] as number;
      const back = behind[arc] as number;
      const otherClimb = ahead[other] as number;
      const otherDown = behind[other] as number;
      if (otherClimb + back < climb) {
        climb = otherClimb + back;
        bits |= SPARE_AHEAD;
      }
      if (there + otherDown < down) {
        down = there + otherDown;
        bits |= SPARE_BEHIND;
      }
      if (climb + there < otherClimb) {
        ahead[other] = climb + there;
        spare[other]! |= SPARE_AHEAD;
      }
      if (back + down < otherDown) {
        behind[other] = back + down;
        spare[other]! |= SPARE_BEHIND;
      }
    }
    ahead[side] = climb;
    behind[side] = down;
    spare[side] = bits;
  }
}

/**
 * Weighs the arcs by their triangles. First from below, which makes all searches that climb exact;
 * then from above, which finds the arcs that none of them needs. No search for witnesses is needed,
 * and the work is known beforehand.
 */
export function weighArcs(
  graph: StepGraph,
  rankOf: Int32Array,
  elimination: Elimination,
  onProgress: (share: number) => void,
): WeighedArcs {
  const count = graph.stateCount;
  const weighed = ownWeights(graph, rankOf, elimination);
  const triangles = trianglesOf(elimination);
  for (let rank = 0; rank < count; rank++) {
    shortenFromBelow(triangles, weighed, rank);
    if ((rank & 0xfff) === 0) onProgress((0.5 * rank) / count);
  }
  for (let rank = count - 1; rank >= 0; rank--) {
    spareFromAbove(triangles, weighed, rank);
    if ((rank & 0xfff) === 0) onProgress(1 - (0.5 * rank) / count);
  }
  return weighed;
}
