import type { MapSource, RelationMember } from '../source/map-source.ts';
import { endNode, type StreetNetwork, startNode, type TurnRestriction } from './network.ts';

/** Where the edges of each way ended up, to find what a restriction speaks of. */
export interface WayEdges {
  /** Edges of way w are `firstEdge[w] .. firstEdge[w + 1]`, in the order of the way. */
  firstEdge: Int32Array;
  /** Node of the source to junction of the network, -1 where there is none. */
  nodeOf: Int32Array;
}

type Ends = Pick<StreetNetwork, 'edgeFrom' | 'edgeTo'>;

/** Turns restriction relations into sequences of edge directions. Broken relations are left out. */
export function resolveRestrictions(source: MapSource, network: Ends, ways: WayEdges): TurnRestriction[] {
  const resolved: TurnRestriction[] = [];
  for (const { tags, members } of source.relations) {
    if (tags['type'] !== 'restriction') continue;
    const kind = tags['restriction'] ?? tags['restriction:motorcar'] ?? '';
    const only = kind.startsWith('only_');
    if (!only && !kind.startsWith('no_')) continue;
    const except = (tags['except'] ?? '').split(';').map((part) => part.trim());
    const car = !except.includes('motorcar') && !except.includes('motor_vehicle');
    // Someone on a bicycle may get off and push: only restrictions for all vehicles bind them.
    const bike = tags['restriction'] !== undefined && !except.includes('bicycle');
    if (!car && !bike) continue;
    for (const found of resolveOne(members, network, ways)) resolved.push({ ...found, only, car, bike });
  }
  return resolved;
}

function withRole(members: readonly RelationMember[], kind: 'node' | 'way', role: string): number[] {
  return members.filter((m) => m.kind === kind && m.role === role && m.index >= 0).map((m) => m.index);
}

function resolveOne(
  members: readonly RelationMember[],
  network: Ends,
  ways: WayEdges,
): Pick<TurnRestriction, 'path' | 'to'>[] {
  const from = withRole(members, 'way', 'from');
  const to = withRole(members, 'way', 'to');
  const viaNode = withRole(members, 'node', 'via')[0];
  const viaWays = withRole(members, 'way', 'via');
  if (from.length === 0 || to.length === 0) return [];
  if (viaNode !== undefined) {
    const node = ways.nodeOf[viaNode] as number;
    if (node < 0) return [];
    const targets = to.flatMap((way) =>
      directionsOf(ways, way).filter((d) => startNode(network, d) === node),
    );
    const sources = from.flatMap((way) =>
      directionsOf(ways, way).filter((d) => endNode(network, d) === node),
    );
    return targets.length > 0 ? sources.map((direction) => ({ path: [direction], to: targets })) : [];
  }
  return viaWays.length > 0 ? resolveViaWays(from, viaWays, to, network, ways) : [];
}

/** Follows the via ways from the way before to the way after. */
function resolveViaWays(
  from: readonly number[],
  viaWays: readonly number[],
  to: readonly number[],
  network: Ends,
  ways: WayEdges,
): Pick<TurnRestriction, 'path' | 'to'>[] {
  const via = new Set(viaWays.flatMap((way) => directionsOf(ways, way)));
  const targets = to.flatMap((way) => directionsOf(ways, way));
  const found: Pick<TurnRestriction, 'path' | 'to'>[] = [];
  for (const start of from.flatMap((way) => directionsOf(ways, way))) {
    const path = [start];
    const visited = new Set<number>();
    for (;;) {
      const last = path[path.length - 1] as number;
      const node = endNode(network, last);
      const onward = targets.filter((d) => startNode(network, d) === node && d !== (last ^ 1));
      if (path.length > 1 && onward.length > 0) {
        found.push({ path, to: onward });
        break;
      }
      const next = [...via].find(
        (d) => startNode(network, d) === node && d !== (last ^ 1) && !visited.has(d >> 1),
      );
      if (next === undefined) break;
      visited.add(next >> 1);
      path.push(next);
    }
  }
  return found;
}

/** Both directions of all edges of a way. */
function directionsOf(ways: WayEdges, way: number): number[] {
  const directions: number[] = [];
  for (let edge = ways.firstEdge[way] as number; edge < (ways.firstEdge[way + 1] as number); edge++) {
    directions.push(2 * edge, 2 * edge + 1);
  }
  return directions;
}
