import type { UpwardArcs } from '../graph/hierarchy.ts';
import type { ProfileGraph } from '../graph/profile-graph.ts';

function middleOf(arcs: UpwardArcs, low: number, high: number): number {
  const end = arcs.offset[low + 1] as number;
  for (let arc = arcs.offset[low] as number; arc < end; arc++) {
    if (arcs.rank[arc] === high) return arcs.middle[arc] as number;
  }
  throw new Error('A shortcut of the street hierarchy has lost one of its halves.');
}

/** Appends the states that an arc leads through, without its first, to `states`. */
export function unpackArc(
  graph: ProfileGraph,
  from: number,
  to: number,
  middle: number,
  states: number[],
): void {
  if (middle < 0) {
    states.push(to);
    return;
  }
  // Both halves of a shortcut hang on the state it leaps over, which ranks below both ends.
  unpackArc(graph, from, middle, middleOf(graph.backward, middle, from), states);
  unpackArc(graph, middle, to, middleOf(graph.forward, middle, to), states);
}
