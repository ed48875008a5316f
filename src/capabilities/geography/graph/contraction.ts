import type { Division } from './divide.ts';
import { type Elimination, eliminate } from './elimination.ts';
import type { Hierarchy, UpwardArcs } from './hierarchy.ts';
import { nestedOrder, type StepGraph } from './nested-order.ts';
import { NO_WAY, SPARE_AHEAD, SPARE_BEHIND, weighArcs } from './shortest-arcs.ts';

/** The arcs that searches need; their lengths are told later. */
function neededArcs(
  { offset, upper }: Elimination,
  weights: Int32Array,
  middles: Int32Array,
  spare: Uint8Array,
  spareBit: number,
): UpwardArcs {
  const isNeeded = (arc: number): boolean =>
    (weights[arc] as number) < NO_WAY && ((spare[arc] as number) & spareBit) === 0;
  let needed = 0;
  for (let arc = 0; arc < upper.length; arc++) if (isNeeded(arc)) needed++;
  const arcs = {
    offset: new Int32Array(offset.length),
    rank: new Int32Array(needed),
    weight: new Int32Array(needed),
    lengthCm: new Int32Array(needed),
    middle: new Int32Array(needed),
  };
  let to = 0;
  for (let rank = 0; rank + 1 < offset.length; rank++) {
    const end = offset[rank + 1] as number;
    for (let arc = offset[rank] as number; arc < end; arc++) {
      if (!isNeeded(arc)) continue;
      arcs.rank[to] = upper[arc] as number;
      arcs.weight[to] = weights[arc] as number;
      arcs.middle[to++] = middles[arc] as number;
    }
    arcs.offset[rank + 1] = to;
  }
  return arcs;
}

function arcBetween(arcs: UpwardArcs, low: number, high: number): number {
  const end = arcs.offset[low + 1] as number;
  for (let arc = arcs.offset[low] as number; arc < end; arc++) if (arcs.rank[arc] === high) return arc;
  return -1;
}

/** Lengths of single steps, from the first of the lightest between two states, as routes are drawn. */
function measureSteps(graph: StepGraph, { rankOf, forward, backward }: Hierarchy): void {
  for (let state = 0; state < graph.stateCount; state++) {
    const rank = rankOf[state] as number;
    const end = graph.stepOffset[state + 1] as number;
    for (let step = graph.stepOffset[state] as number; step < end; step++) {
      const other = rankOf[graph.stepTo[step] as number] as number;
      const arcs = rank < other ? forward : backward;
      const arc = arcBetween(arcs, Math.min(rank, other), Math.max(rank, other));
      if (arc < 0 || arcs.middle[arc] !== -1 || arcs.lengthCm[arc] !== 0) continue;
      if (arcs.weight[arc] === graph.stepWeight[step])
        arcs.lengthCm[arc] = graph.stepLengthCm[step] as number;
    }
  }
}

/** Lengths of shortcuts from their halves, which hang on lower states and so are known before. */
function measureShortcuts({ stateCount, forward, backward }: Hierarchy): void {
  for (let rank = 0; rank < stateCount; rank++) {
    for (const arcs of [forward, backward]) {
      const end = arcs.offset[rank + 1] as number;
      for (let arc = arcs.offset[rank] as number; arc < end; arc++) {
        const middle = arcs.middle[arc] as number;
        if (middle < 0) continue;
        const high = arcs.rank[arc] as number;
        const down = arcBetween(backward, middle, arcs === forward ? rank : high);
        const up = arcBetween(forward, middle, arcs === forward ? high : rank);
        arcs.lengthCm[arc] = (backward.lengthCm[down] as number) + (forward.lengthCm[up] as number);
      }
    }
  }
}

/**
 * Builds a contraction hierarchy in an order that the division of the streets gives: searches on it
 * are exact, and settle some hundred states.
 */
export function contract(
  graph: StepGraph,
  division: Division,
  onProgress: (share: number) => void = () => undefined,
): Hierarchy {
  const rankOf = nestedOrder(graph, division);
  const stateOf = new Int32Array(graph.stateCount);
  for (let state = 0; state < graph.stateCount; state++) stateOf[rankOf[state] as number] = state;
  const elimination = eliminate(graph, rankOf);
  const { ahead, behind, aheadMiddle, behindMiddle, spare } = weighArcs(
    graph,
    rankOf,
    elimination,
    onProgress,
  );
  const hierarchy = {
    stateCount: graph.stateCount,
    rankOf,
    stateOf,
    forward: neededArcs(elimination, ahead, aheadMiddle, spare, SPARE_AHEAD),
    backward: neededArcs(elimination, behind, behindMiddle, spare, SPARE_BEHIND),
  };
  measureSteps(graph, hierarchy);
  measureShortcuts(hierarchy);
  return hierarchy;
}
