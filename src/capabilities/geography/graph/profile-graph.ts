import type { StreetNetwork } from '../network/network.ts';
import type { Profile } from '../network/profile-rules.ts';
import { strongComponents } from './components.ts';
import { contract } from './contraction.ts';
import type { UpwardArcs } from './hierarchy.ts';
import { buildStateGraph, type StateGraph } from './state-graph.ts';

/**
 * All that is needed to route with one profile. States are numbered by their rank in the hierarchy;
 * the plain steps are kept for searches in all directions (reachable areas, matching, checking).
 */
export interface ProfileGraph extends StateGraph {
  forward: UpwardArcs;
  backward: UpwardArcs;
  /** Component of each direction, -1 where it is closed, and how many directions each has. */
  component: Int32Array;
  componentSizes: Int32Array;
}

export function buildProfileGraph(
  network: StreetNetwork,
  profile: Profile,
  onProgress?: (share: number) => void,
): ProfileGraph {
  const graph = buildStateGraph(network, profile);
  const { component, sizes } = strongComponents(graph);
  const hierarchy = contract(
    {
      ...graph,
      stepLengthCm: graph.stepTo.map(
        (state) => network.edgeLengthCm[(graph.stateDirection[state] as number) >> 1] as number,
      ),
    },
    onProgress,
  );
  return {
    ...byRank(graph, hierarchy.rankOf, hierarchy.stateOf),
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
  let filled = 0;
  for (let rank = 0; rank < graph.stateCount; rank++) {
    const state = stateOf[rank] as number;
    const end = graph.stepOffset[state + 1] as number;
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      stepTo[filled] = rankOf[graph.stepTo[at] as number] as number;
      stepWeight[filled++] = graph.stepWeight[at] as number;
    }
    stepOffset[rank + 1] = filled;
  }
  return {
    profile: graph.profile,
    stateCount: graph.stateCount,
    stateDirection: stateOf.map((state) => graph.stateDirection[state] as number),
    directionState: graph.directionState.map(toRank),
    extraDirection: graph.extraDirection,
    extraState: graph.extraState.map(toRank),
    stepOffset,
    stepTo,
    stepWeight,
  };
}
