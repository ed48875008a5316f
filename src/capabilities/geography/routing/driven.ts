import type { ProfileGraph } from '../graph/profile-graph.ts';
import type { StreetNetwork } from '../network/network.ts';
import { appendShape, type LngLat } from './geometry.ts';
import type { StreetPoint } from './seeds.ts';

/** A state of a path with what of it was driven. */
export interface DrivenState {
  state: number;
  direction: number;
  /** Milliseconds, the turn into it included. */
  milliseconds: number;
  lengthCm: number;
  geometryIndex: number;
  geometryEnd: number;
}

function stepWeight(graph: ProfileGraph, from: number, to: number): number {
  let best = Number.POSITIVE_INFINITY;
  const end = graph.stepOffset[from + 1] as number;
  for (let at = graph.stepOffset[from] as number; at < end; at++) {
    if (graph.stepTo[at] === to) best = Math.min(best, graph.stepWeight[at] as number);
  }
  return best;
}

/** Cuts a path of states to what lies between two points and draws it onto `line`. */
export function driveAlong(
  network: StreetNetwork,
  graph: ProfileGraph,
  states: readonly number[],
  start: StreetPoint,
  end: StreetPoint,
  line: LngLat[],
): DrivenState[] {
  const durations = network.durations[graph.profile];
  return states.map((state, i) => {
    const direction = graph.stateDirection[state] as number;
    const isAgainst = (direction & 1) === 1;
    const from = i > 0 ? 0 : isAgainst ? 1 - start.share : start.share;
    const to = i < states.length - 1 ? 1 : isAgainst ? 1 - end.share : end.share;
    const duration = durations[direction] as number;
    const lengthCm = network.edgeLengthCm[direction >> 1] as number;
    const turn = i === 0 ? 0 : stepWeight(graph, states[i - 1] as number, state) - duration;
    const geometryIndex = Math.max(0, line.length - 1);
    appendShape(network, direction, from, to, line);
    return {
      state,
      direction,
      // The same roundings as in the seeds, so that the parts add up to the weight that was found.
      milliseconds: turn + Math.round(duration * to) - Math.round(duration * from),
      lengthCm: Math.round(lengthCm * to) - Math.round(lengthCm * from),
      geometryIndex,
      geometryEnd: Math.max(0, line.length - 1),
    };
  });
}
