import type { ProfileGraph } from '../graph/profile-graph.ts';
import type { StreetNetwork } from '../network/network.ts';
import type { FoundPath } from './fast-search.ts';
import { appendShape, type LngLat } from './geometry.ts';
import type { StreetPoint } from './seeds.ts';

/** A direction of a path with what of it was driven. */
export interface DrivenState {
  /** The state after it. */
  state: number;
  direction: number;
  /** Milliseconds, the turn into it included. */
  milliseconds: number;
  lengthCm: number;
  geometryIndex: number;
  geometryEnd: number;
}

/** Cuts a path to what lies between two points and draws it onto `line`. */
export function driveAlong(
  network: StreetNetwork,
  graph: ProfileGraph,
  path: Pick<FoundPath, 'directions' | 'states' | 'turns'>,
  start: StreetPoint,
  end: StreetPoint,
  line: LngLat[],
): DrivenState[] {
  const durations = network.durations[graph.profile];
  return path.directions.map((direction, i) => {
    const isAgainst = (direction & 1) === 1;
    const from = i > 0 ? 0 : isAgainst ? 1 - start.share : start.share;
    const to = i < path.directions.length - 1 ? 1 : isAgainst ? 1 - end.share : end.share;
    const duration = durations[direction] as number;
    const lengthCm = network.edgeLengthCm[direction >> 1] as number;
    const geometryIndex = Math.max(0, line.length - 1);
    appendShape(network, direction, from, to, line);
    return {
      state: path.states[i] as number,
      direction,
      // The same roundings as in the seeds, so that the parts add up to the weight that was found.
      milliseconds: (path.turns[i] as number) + Math.round(duration * to) - Math.round(duration * from),
      lengthCm: Math.round(lengthCm * to) - Math.round(lengthCm * from),
      geometryIndex,
      geometryEnd: Math.max(0, line.length - 1),
    };
  });
}
