import type { StreetNetwork } from '../network/network.ts';
import { PROFILES } from '../network/profile-rules.ts';

/** Some junctions and the streets among them, each street as an arc from both its ends. */
export interface JunctionWeb {
  /** Numbers in the street network. */
  junctions: Int32Array;
  /** Arcs of junction j, by its place in this web, are `[offset[j] .. offset[j + 1]]`. */
  offset: Int32Array;
  to: Int32Array;
  /** The arc of the same street from its other end. */
  back: Int32Array;
  /** What it costs to cut the street: about how many states must then wait for both halves. */
  price: Uint8Array;
}

/** Cutting a street costs a state for every direction that cars may drive, and one for all others. */
function cutPrice(network: StreetNetwork, edge: number): number {
  const isOpen = (direction: number): boolean =>
    PROFILES.some((profile) => (network.durations[profile][direction] as number) > 0);
  if (network.edgeFrom[edge] === network.edgeTo[edge]) return 0;
  if (!isOpen(2 * edge) && !isOpen(2 * edge + 1)) return 0;
  const { car } = network.durations;
  return 1 + Number((car[2 * edge] as number) > 0) + Number((car[2 * edge + 1] as number) > 0);
}

/** The whole network as one web. */
export function junctionWeb(network: StreetNetwork): JunctionWeb {
  const count = network.nodeLat.length;
  const edges = network.edgeFrom.length;
  const prices = Uint8Array.from({ length: edges }, (_none, edge) => cutPrice(network, edge));
  const offset = new Int32Array(count + 1);
  for (let edge = 0; edge < edges; edge++) {
    if (prices[edge] === 0) continue;
    offset[(network.edgeFrom[edge] as number) + 1]!++;
    offset[(network.edgeTo[edge] as number) + 1]!++;
  }
  for (let j = 0; j < count; j++) offset[j + 1]! += offset[j] as number;
  const fill = offset.slice(0, count);
  const arcs = offset[count] as number;
  const to = new Int32Array(arcs);
  const back = new Int32Array(arcs);
  const price = new Uint8Array(arcs);
  for (let edge = 0; edge < edges; edge++) {
    if (prices[edge] === 0) continue;
    const from = network.edgeFrom[edge] as number;
    const end = network.edgeTo[edge] as number;
    const there = fill[from]!++;
    const here = fill[end]!++;
    to[there] = end;
    to[here] = from;
    back[there] = here;
    back[here] = there;
    price[there] = price[here] = prices[edge] as number;
  }
  return { junctions: Int32Array.from({ length: count }, (_none, j) => j), offset, to, back, price };
}

/** The junctions on one side of a web, and the streets that stay among them. */
export function partOf(web: JunctionWeb, side: Uint8Array, wanted: number): JunctionWeb {
  const count = web.junctions.length;
  const numberOf = new Int32Array(count).fill(-1);
  const arcOf = new Int32Array(web.to.length);
  let junctions = 0;
  let arcs = 0;
  for (let j = 0; j < count; j++) {
    if (side[j] !== wanted) continue;
    numberOf[j] = junctions++;
    const end = web.offset[j + 1] as number;
    for (let arc = web.offset[j] as number; arc < end; arc++) {
      if (side[web.to[arc] as number] === wanted) arcOf[arc] = arcs++;
    }
  }
  const part: JunctionWeb = {
    junctions: new Int32Array(junctions),
    offset: new Int32Array(junctions + 1),
    to: new Int32Array(arcs),
    back: new Int32Array(arcs),
    price: new Uint8Array(arcs),
  };
  arcs = 0;
  for (let j = 0; j < count; j++) {
    const number = numberOf[j] as number;
    if (number < 0) continue;
    part.junctions[number] = web.junctions[j] as number;
    const end = web.offset[j + 1] as number;
    for (let arc = web.offset[j] as number; arc < end; arc++) {
      const other = numberOf[web.to[arc] as number] as number;
      if (other < 0) continue;
      part.to[arcs] = other;
      part.back[arcs] = arcOf[web.back[arc] as number] as number;
      part.price[arcs++] = web.price[arc] as number;
    }
    part.offset[number + 1] = arcs;
  }
  return part;
}
