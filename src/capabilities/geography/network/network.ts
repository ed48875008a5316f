import type { Profile } from './profile-rules.ts';

export const NODE_SIGNAL = 1;
/** Bits of `nodeFlags` that say that a profile cannot pass. */
export const NODE_BLOCKS: Record<Profile, number> = { car: 2, bike: 4, foot: 8 };

export const EDGE_ROUNDABOUT = 1;
export const EDGE_LINK = 2;
/** Bits of `edgeFlags`: the profile may enter only to reach a door. */
export const EDGE_DOOR_ONLY: Record<Profile, number> = { car: 4, bike: 8, foot: 16 };

/**
 * The streets, shared by all profiles: junctions and the stretches between them.
 * An edge e has two directions, 2e (as drawn) and 2e + 1 (against it).
 */
export interface StreetNetwork {
  /** Junctions, in 1e-7 degrees. */
  nodeLat: Int32Array;
  nodeLng: Int32Array;
  nodeFlags: Uint8Array;
  edgeFrom: Int32Array;
  edgeTo: Int32Array;
  /** Points of edge e, both ends included, are `shape*[edgeShape[e] .. edgeShape[e + 1]]`. */
  edgeShape: Int32Array;
  shapeLat: Int32Array;
  shapeLng: Int32Array;
  edgeLengthCm: Int32Array;
  /** Numbers of texts in the region's text table; 0 is none. */
  edgeName: Int32Array;
  edgeRef: Int32Array;
  /** Position in HIGHWAY_CLASSES. */
  edgeClass: Uint8Array;
  edgeFlags: Uint8Array;
  /** Milliseconds from end to end by direction, 0 where the direction is closed. */
  durations: Record<Profile, Int32Array>;
  restrictions: TurnRestriction[];
  drivesOn: 'right' | 'left';
}

/** After driving `path` (directions of edges) one may not (or, if `only`, must) go on into `to`. */
export interface TurnRestriction {
  path: number[];
  to: number[];
  only: boolean;
  car: boolean;
  bike: boolean;
}

/** The node where a direction of an edge begins. */
export function startNode(network: Pick<StreetNetwork, 'edgeFrom' | 'edgeTo'>, direction: number): number {
  const edge = direction >> 1;
  return ((direction & 1) === 0 ? network.edgeFrom[edge] : network.edgeTo[edge]) as number;
}

/** The node where a direction of an edge ends. */
export function endNode(network: Pick<StreetNetwork, 'edgeFrom' | 'edgeTo'>, direction: number): number {
  const edge = direction >> 1;
  return ((direction & 1) === 0 ? network.edgeTo[edge] : network.edgeFrom[edge]) as number;
}
