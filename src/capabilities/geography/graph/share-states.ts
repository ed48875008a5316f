import { endNode, type StreetNetwork } from '../network/network.ts';
import type { StateGraph } from './state-graph.ts';

/** More rounds than any map needs; each only splits what the one before still held together. */
const MAX_ROUNDS = 12;

/**
 * Lets states share a number when the same may follow them at the same price. Begins with one state a
 * junction and splits it as long as two of its ways in differ in what follows.
 */
export function shareStates(graph: StateGraph, network: StreetNetwork): StateGraph {
  let group = junctionsOf(graph, network);
  let count = -1;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const split = splitGroups(graph, group);
    group = split.group;
    if (split.count === count) return gather(graph, group, count);
    count = split.count;
  }
  return graph;
}

/** The junction that each state has come to. */
export function junctionsOf(graph: StateGraph, network: StreetNetwork): Int32Array {
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

/** Numbers groups by what follows their states, in the order in which each kind is first met. */
function splitGroups(graph: StateGraph, group: Int32Array): { group: Int32Array; count: number } {
  const mask = 2 ** Math.ceil(Math.log2(2 * graph.stateCount + 2)) - 1;
  const firstAt = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(graph.stateCount);
  let count = 0;
  for (let state = 0; state < graph.stateCount; state++) {
    let slot = hashOf(graph, group, state) & mask;
    let first = firstAt[slot] as number;
    while (first >= 0 && !areAlike(graph, group, first, state)) {
      slot = (slot + 1) & mask;
      first = firstAt[slot] as number;
    }
    if (first < 0) firstAt[slot] = state;
    next[state] = first < 0 ? count++ : (next[first] as number);
  }
  return { group: next, count };
}

function hashOf(graph: StateGraph, group: Int32Array, state: number): number {
  let hash = Math.imul(group[state] as number, 0x9e3779b1);
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x9e3779b1);
    hash ^= hash >>> 15;
  };
  const end = graph.stepOffset[state + 1] as number;
  for (let at = graph.stepOffset[state] as number; at < end; at++) {
    mix(graph.stepDirection[at] as number);
    mix(graph.stepWeight[at] as number);
    mix(group[graph.stepTo[at] as number] as number);
  }
  return hash;
}

/** Steps of a state come in the order of the junction's directions, so equal sets read equal. */
function areAlike(graph: StateGraph, group: Int32Array, a: number, b: number): boolean {
  if (group[a] !== group[b]) return false;
  let at = graph.stepOffset[a] as number;
  const end = graph.stepOffset[a + 1] as number;
  const shift = (graph.stepOffset[b] as number) - at;
  if (end + shift !== graph.stepOffset[b + 1]) return false;
  for (; at < end; at++) {
    if (graph.stepDirection[at] !== graph.stepDirection[at + shift]) return false;
    if (graph.stepWeight[at] !== graph.stepWeight[at + shift]) return false;
    const to = graph.stepTo[at] as number;
    if (group[to] !== group[graph.stepTo[at + shift] as number]) return false;
  }
  return true;
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
