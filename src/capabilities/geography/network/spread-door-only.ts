import { EDGE_DOOR_ONLY, type StreetNetwork } from './network.ts';
import { PROFILES, type Profile } from './profile-rules.ts';

/** A piece of open streets below this share of the largest counts as lying behind a private way. */
const SMALL_SHARE = 0.01;

/**
 * Streets that are open to all by their tags but only hang together with the rest over streets that
 * are for reaching doors become such streets too; else nobody could ever drive there.
 */
export function spreadDoorOnly(network: StreetNetwork): void {
  for (const profile of PROFILES) spreadFor(network, profile);
}

function spreadFor(network: StreetNetwork, profile: Profile): void {
  const bit = EDGE_DOOR_ONLY[profile];
  const durations = network.durations[profile];
  const parent = Int32Array.from(network.nodeLat, (_lat, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const isPublic = (edge: number): boolean =>
    (durations[2 * edge] !== 0 || durations[2 * edge + 1] !== 0) &&
    ((network.edgeFlags[edge] as number) & bit) === 0;
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    if (isPublic(edge)) parent[root(network.edgeFrom[edge] as number)] = root(network.edgeTo[edge] as number);
  }
  const sizes = new Int32Array(parent.length);
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    if (isPublic(edge)) sizes[root(network.edgeFrom[edge] as number)]!++;
  }
  const limit = sizes.reduce((most, size) => Math.max(most, size), 0) * SMALL_SHARE;
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    if (isPublic(edge) && (sizes[root(network.edgeFrom[edge] as number)] as number) < limit) {
      network.edgeFlags[edge]! |= bit;
    }
  }
}
