import type { StreetNetwork } from '../network/network.ts';
import type { Profile } from '../network/profile-rules.ts';
import { strongComponents } from './components.ts';
import { contract } from './contraction.ts';
import type { Division } from './divide.ts';
import type { UpwardArcs } from './hierarchy.ts';
import { junctionsOf, shareStates } from './share-states.ts';
import { buildStateGraph, type StateGraph } from './state-graph.ts';

/**
 * All that is needed to route with one profile. States are numbered by their rank in the hierarchy;
 * the plain steps are kept for searches in all directions (reachable areas, matching, checking).
 */
export interface ProfileGraph extends StateGraph {
  forward: UpwardArcs;
  backward: UpwardArcs;
  /** Steps that drive direction d are `into*[intoOffset[d] .. intoOffset[d + 1]]`: whence, and the turn's weight. */
  intoOffset: Int32Array;
  intoFrom: Int32Array;
  intoTurn: Int32Array;
  /** Component of each direction, -1 where it is closed, and how many directions each has. */
  component: Int32Array;
  componentSizes: Int32Array;
}

export function buildProfileGraph(
  network: StreetNetwork,
  profile: Profile,
  division: Division,
  onProgress?: (share: number) => void,
): ProfileGraph {
  const separate = buildStateGraph(network, profile);
  const { component, sizes } = strongComponents(separate);
  const graph = shareStates(separate, network);
  const hierarchy = contract(
    {
      ...graph,
      stepLengthCm: graph.stepDirection.map((direction) => network.edgeLengthCm[direction >> 1] as number),
      junctionOf: junctionsOf(graph, network),
    },
    division,
    onProgress,
  );
  const ranked = byRank(graph, hierarchy.rankOf, hierarchy.stateOf);
  return {
    ...ranked,
    ...stepsInto(ranked, network.durations[profile]),
    forward: hierarchy.forward,
    backward: hierarchy.backward,
    component,
    componentSizes: sizes,
  };
}

/** The same graph with its states renumbered, so that neighbours in a search lie near in memory. */
function byRank(graph: StateGraph, rankOf: Int32Array, stateOf: Int32Array): StateGraph {
  const toRank = (state: number): number => (state < 0 ? -1 : (rankOf[state] as number));
  const stepOffset = new Int32Array(graph.stateCount + 1);
  const stepTo = new Int32Array(graph.stepTo.length);
  const stepWeight = new Int32Array(graph.stepTo.length);
  const stepDirection = new Int32Array(graph.stepTo.length);
  let filled = 0;
  for (let rank = 0; rank < graph.stateCount; rank++) {
    const state = stateOf[rank] as number;
    const end = graph.stepOffset[state + 1] as number;
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      stepTo[filled] = rankOf[graph.stepTo[at] as number] as number;
      stepDirection[filled] = graph.stepDirection[at] as number;
      stepWeight[filled++] = graph.stepWeight[at] as number;
    }
    stepOffset[rank + 1] = filled;
  }
  return {
    profile: graph.profile,
    stateCount: graph.stateCount,
    directionState: graph.directionState.map(toRank),
    stepOffset,
    stepTo,
    stepWeight,
    stepDirection,
  };
}

/** The steps by the direction that they drive, for searches that end on it. */
function stepsInto(graph: StateGraph, durations: Int32Array) {
  const directions = graph.directionState.length;
  const intoOffset = new Int32Array(directions + 1);
  for (const direction of graph.stepDirection) intoOffset[direction + 1]!++;
  for (let d = 0; d < directions; d++) intoOffset[d + 1]! += intoOffset[d] as number;
  const fill = intoOffset.slice(0, directions);
  const intoFrom = new Int32Array(graph.stepTo.length);
  const intoTurn = new Int32Array(graph.stepTo.length);
  for (let state = 0; state < graph.stateCount; state++) {
    const end = graph.stepOffset[state + 1] as number;
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      const direction = graph.stepDirection[at] as number;
      const into = fill[direction]!++;
      intoFrom[into] = state;
      intoTurn[into] = (graph.stepWeight[at] as number) - (durations[direction] as number);
    }
  }
  return { intoOffset, intoFrom, intoTurn };
}
