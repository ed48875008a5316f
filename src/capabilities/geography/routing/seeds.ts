import type { ProfileGraph } from '../graph/profile-graph.ts';
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
  /** Milliseconds: what is left of the start's direction, or the turn into the end's direction and its driven part. */
  weight: number;
  lengthCm: number;
  direction: number;
  /** Milliseconds of `weight` that are the turn into an end's direction. */
  turn: number;
}

/** Milliseconds and centimetres of a direction up to a point. */
function partUpTo(network: StreetNetwork, graph: ProfileGraph, direction: number, point: StreetPoint) {
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
    const part = partUpTo(network, graph, direction, point);
    seeds.push({
      state,
      direction,
      turn: 0,
      weight: part.duration - part.partDuration,
      lengthCm: part.lengthCm - part.partLengthCm,
    });
  }
  return seeds;
}

export function endSeeds(network: StreetNetwork, graph: ProfileGraph, point: StreetPoint): Seed[] {
  const seeds: Seed[] = [];
  for (const direction of [2 * point.edge, 2 * point.edge + 1]) {
    if ((graph.directionState[direction] as number) < 0) continue;
    const part = partUpTo(network, graph, direction, point);
    const end = graph.intoOffset[direction + 1] as number;
    for (let at = graph.intoOffset[direction] as number; at < end; at++) {
      const turn = graph.intoTurn[at] as number;
      seeds.push({
        state: graph.intoFrom[at] as number,
        direction,
        turn,
        weight: turn + part.partDuration,
        lengthCm: part.partLengthCm,
      });
    }
  }
  return seeds;
}

/** The way along one direction from one point to another, where the other lies ahead on the same edge. */
export function straightAhead(
  network: StreetNetwork,
  graph: ProfileGraph,
  from: StreetPoint,
  to: StreetPoint,
): { direction: number; weight: number } | undefined {
  if (from.edge !== to.edge) return undefined;
  let best: { direction: number; weight: number } | undefined;
  for (const direction of [2 * from.edge, 2 * from.edge + 1]) {
    const isAhead = (direction & 1) === 0 ? to.share >= from.share : to.share <= from.share;
    if (!isAhead || (graph.directionState[direction] as number) < 0) continue;
    const weight =
      partUpTo(network, graph, direction, to).partDuration -
      partUpTo(network, graph, direction, from).partDuration;
    if (!best || weight < best.weight) best = { direction, weight };
  }
  return best;
}
