import { endNode, type StreetNetwork } from '../network/network.ts';
import type { StateGraph } from './state-graph.ts';

/** More rounds than any map needs; each only splits what the one before still held together. */
const MAX_ROUNDS = 12;

/**
 * Lets states share a number when the same may follow them at the same price. Begins with one state a
 * junction and splits it as long as two of its ways in differ in what follows.
 */
export function shareStates(graph: StateGraph, network: StreetNetwork): StateGraph {
  let group = byJunction(graph, network);
  let count = -1;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const split = splitGroups(graph, group);
    group = split.group;
    if (split.count === count) return gather(graph, group, count);
    count = split.count;
  }
  return graph;
}

function byJunction(graph: StateGraph, network: StreetNetwork): Int32Array {
  const group = new Int32Array(graph.stateCount);
  for (let direction = 0; direction < graph.directionState.length; direction++) {
    const state = graph.directionState[direction] as number;
    if (state >= 0) group[state] = endNode(network, direction);
  }
  for (let at = 0; at < graph.stepTo.length; at++) {
    group[graph.stepTo[at] as number] = endNode(network, graph.stepDirection[at] as number);
  }
  return group;
}

function splitGroups(graph: StateGraph, group: Int32Array): { group: Int32Array; count: number } {
  const known = new Map<string, number>();
  const next = new Int32Array(graph.stateCount);
  for (let state = 0; state < graph.stateCount; state++) {
    let key = String(group[state]);
    const end = graph.stepOffset[state + 1] as number;
    // Steps of a state come in the order of the junction's directions, so equal sets read equal.
    for (let at = graph.stepOffset[state] as number; at < end; at++) {
      key += `,${graph.stepDirection[at]}:${graph.stepWeight[at]}:${group[graph.stepTo[at] as number]}`;
    }
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      known.set(key, number);
    }
    next[state] = number;
  }
  return { group: next, count: known.size };
}

function gather(graph: StateGraph, group: Int32Array, count: number): StateGraph {
  const member = new Int32Array(count).fill(-1);
  for (let state = 0; state < graph.stateCount; state++) {
    if (member[group[state] as number] === -1) member[group[state] as number] = state;
  }
  const stepOffset = new Int32Array(count + 1);
  for (let shared = 0; shared < count; shared++) {
    const state = member[shared] as number;
    const steps = (graph.stepOffset[state + 1] as number) - (graph.stepOffset[state] as number);
    stepOffset[shared + 1] = (stepOffset[shared] as number) + steps;
  }
  const total = stepOffset[count] as number;
  const stepTo = new Int32Array(total);
  const stepWeight = new Int32Array(total);
  const stepDirection = new Int32Array(total);
  for (let shared = 0; shared < count; shared++) {
    const start = graph.stepOffset[member[shared] as number] as number;
    const offset = stepOffset[shared] as number;
    for (let i = 0; offset + i < (stepOffset[shared + 1] as number); i++) {
      stepTo[offset + i] = group[graph.stepTo[start + i] as number] as number;
      stepWeight[offset + i] = graph.stepWeight[start + i] as number;
      stepDirection[offset + i] = graph.stepDirection[start + i] as number;
    }
  }
  return {
    profile: graph.profile,
    stateCount: count,
    directionState: graph.directionState.map((state) => (state < 0 ? -1 : (group[state] as number))),
    stepOffset,
    stepTo,
    stepWeight,
    stepDirection,
  };
}
