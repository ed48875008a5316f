/**
 * A contraction hierarchy. States are numbered by rank here: every step of a search goes to a larger
 * number. `forward` holds steps and shortcuts out of a state into larger ones, `backward` those into
 * a state from larger ones.
 */
export interface Hierarchy {
  stateCount: number;
  /** Rank of a state of the state graph, and back. */
  rankOf: Int32Array;
  stateOf: Int32Array;
  forward: UpwardArcs;
  backward: UpwardArcs;
}

export interface UpwardArcs {
  /** Arcs of rank r are `[offset[r] .. offset[r + 1]]`. */
  offset: Int32Array;
  /** The other, larger rank. */
  rank: Int32Array;
  /** Milliseconds. */
  weight: Int32Array;
  lengthCm: Int32Array;
  /** Rank that a shortcut leaps over, -1 for a single step. */
  middle: Int32Array;
}
