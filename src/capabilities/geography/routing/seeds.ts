import type { ProfileGraph } from '../graph/profile-graph.ts';
import { statesOf } from '../graph/state-graph.ts';
import type { StreetNetwork } from '../network/network.ts';

/** A place on the streets. */
export interface StreetPoint {
  edge: number;
  /** Share of the edge, from its first point (0) to its last (1). */
  share: number;
}

/** Where a search begins or ends. */
export interface Seed {
  state: number;
  /**
   * Milliseconds: for a start, what is left of its direction; for an end, minus what is not driven of
   * its direction, since the search counts whole directions.
   */
  weight: number;
  lengthCm: number;
  /** State driven before `state`, where a start had to be moved on to what follows it. */
  before?: number;
}

/** Milliseconds and centimetres from the beginning of a direction to the point. */
function partOf(network: StreetNetwork, graph: ProfileGraph, direction: number, point: StreetPoint) {
  const share = (direction & 1) === 0 ? point.share : 1 - point.share;
  const duration = network.durations[graph.profile][direction] as number;
  const lengthCm = network.edgeLengthCm[direction >> 1] as number;
  return {
    duration,
    lengthCm,
    partDuration: Math.round(duration * share),
    partLengthCm: Math.round(lengthCm * share),
  };
}

export function startSeeds(network: StreetNetwork, graph: ProfileGraph, point: StreetPoint): Seed[] {
  const seeds: Seed[] = [];
  for (const direction of [2 * point.edge, 2 * point.edge + 1]) {
    const state = graph.directionState[direction] as number;
    if (state < 0) continue;
    const part = partOf(network, graph, direction, point);
    seeds.push({
      state,
      weight: part.duration - part.partDuration,
      lengthCm: part.lengthCm - part.partLengthCm,
    });
  }
  return seeds;
}

export function endSeeds(network: StreetNetwork, graph: ProfileGraph, point: StreetPoint): Seed[] {
  const seeds: Seed[] = [];
  for (const direction of [2 * point.edge, 2 * point.edge + 1]) {
    const part = partOf(network, graph, direction, point);
    for (const state of statesOf(graph, direction)) {
      seeds.push({
        state,
        weight: part.partDuration - part.duration,
        lengthCm: part.partLengthCm - part.lengthCm,
      });
    }
  }
  return seeds;
}

/**
 * Starts for a search to given ends. Where an end lies behind a start on the same direction, the
 * start is moved on to the states after it: the way there leads round and must not count as nothing.
 */
export function startsTowards(graph: ProfileGraph, starts: readonly Seed[], ends: readonly Seed[]): Seed[] {
  return starts.flatMap((start) => {
    const isBehind = ends.some((end) => end.state === start.state && start.weight + end.weight < 0);
    if (!isBehind) return [start];
    const moved: Seed[] = [];
    const stop = graph.stepOffset[start.state + 1] as number;
    for (let at = graph.stepOffset[start.state] as number; at < stop; at++) {
      moved.push({
        state: graph.stepTo[at] as number,
        weight: start.weight + (graph.stepWeight[at] as number),
        lengthCm: start.lengthCm,
        before: start.state,
      });
    }
    return moved;
  });
}
