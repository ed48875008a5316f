import type { StreetNetwork } from '../network/network.ts';
import { GrowableInt32 } from '../source/growable.ts';
import { type JunctionWeb, junctionWeb, partOf } from './junction-web.ts';
import { FREE, MaxFlow, SINK, SOURCE } from './max-flow.ts';

/** The streets cut into halves again and again, each time where the fewest streets cross. */
export interface Division {
  /** All junctions, so that those of every cell stand together. */
  junctions: Int32Array;
  /**
   * Cells from the whole map to the smallest, each before its halves, three numbers a cell: where it
   * begins in `junctions`, where its second half begins (its own beginning if it is not cut), its end.
   */
  cells: Int32Array;
}

/** Cells of so few junctions are not cut further. */
const SMALLEST_CELL = 8;

/**
 * The share of a cell's junctions that lie on either side for certain. Large cells have cheap cuts
 * everywhere, and a flow through half of them takes longer than all that follows.
 */
const CERTAIN_SHARE = 0.25;
const CERTAIN_SHARE_OF_LARGE = 0.38;
const LARGE_CELL = 30_000;

/** Cuts are looked for across these directions: east and north, on a map whose degrees of longitude are shorter. */
const ACROSS: readonly (readonly [number, number])[] = [
  [0.7, 0],
  [0, 1],
  [0.5, 0.7],
  [0.5, -0.7],
];

const SAMPLE = 2000;

class Divider {
  private readonly network: StreetNetwork;
  private readonly flow: MaxFlow;
  private readonly side: Uint8Array;
  private readonly reach: Float64Array;

  constructor(network: StreetNetwork, web: JunctionWeb) {
    this.network = network;
    this.flow = new MaxFlow(web.junctions.length, web.to.length);
    this.side = new Uint8Array(web.junctions.length);
    this.reach = new Float64Array(web.junctions.length);
  }

  /** Says for each junction which half it falls into: the cheapest cut of all directions for what it cuts off. */
  halve(web: JunctionWeb): Uint8Array {
    const { flow, side } = this;
    const count = web.junctions.length;
    let best = Number.POSITIVE_INFINITY;
    const keepIfBetter = (price: number, near: number): void => {
      const score = price / Math.min(near, count - near);
      if (score >= best) return;
      best = score;
      for (let j = 0; j < count; j++) side[j] = (flow.level[j] as number) >= 0 ? 1 : 0;
    };
    for (const direction of ACROSS) {
      if (!this.markEnds(web, direction)) continue;
      const price = flow.between(web, (best * count) / 2);
      if (price === undefined) continue;
      let near = 0;
      for (let j = 0; j < count; j++) if ((flow.level[j] as number) >= 0) near++;
      keepIfBetter(price, near);
      keepIfBetter(price, flow.climbFromSinks(web));
    }
    // Junctions that all lie on one spot have no ends to cut between.
    if (best === Number.POSITIVE_INFINITY) for (let j = 0; j < count; j++) side[j] = j & 1;
    return side;
  }

  /** Makes the junctions at either end of a direction sources and sinks; false when the ends are one. */
  private markEnds(web: JunctionWeb, [east, north]: readonly [number, number]): boolean {
    const { network, reach } = this;
    const { role } = this.flow;
    const count = web.junctions.length;
    for (let j = 0; j < count; j++) {
      const junction = web.junctions[j] as number;
      reach[j] = east * (network.nodeLng[junction] as number) + north * (network.nodeLat[junction] as number);
    }
    const size = Math.min(count, SAMPLE);
    const sample = Float64Array.from(
      { length: size },
      (_none, i) => reach[Math.floor((i * count) / size)] as number,
    );
    sample.sort();
    const share = count > LARGE_CELL ? CERTAIN_SHARE_OF_LARGE : CERTAIN_SHARE;
    const certain = Math.max(1, Math.floor(size * share));
    const low = sample[certain - 1] as number;
    const high = sample[size - certain] as number;
    if (low >= high) return false;
    for (let j = 0; j < count; j++) {
      const at = reach[j] as number;
      role[j] = at <= low ? SOURCE : at >= high ? SINK : FREE;
    }
    return true;
  }
}

/**
 * Inertial flow: cells are cut by a cheapest cut between their two ends, in the best of four directions.
 * One division serves all profiles.
 */
export function divide(network: StreetNetwork, onProgress?: (share: number) => void): Division {
  const whole = junctionWeb(network);
  const divider = new Divider(network, whole);
  const junctions = new Int32Array(whole.junctions.length);
  const cells = new GrowableInt32();
  const waiting: JunctionWeb[] = [whole];
  let first = 0;
  let told = 0;
  for (let web = waiting.pop(); web; web = waiting.pop()) {
    const count = web.junctions.length;
    cells.push(first);
    if (count <= SMALLEST_CELL) {
      cells.push(first);
      cells.push(first + count);
      junctions.set(web.junctions, first);
      first += count;
      // Told once a percent: the smallest cells are too many to report each.
      if (first >= told + junctions.length / 100) {
        told = first;
        onProgress?.(first / junctions.length);
      }
      continue;
    }
    const side = divider.halve(web);
    const near = partOf(web, side, 1);
    cells.push(first + near.junctions.length);
    cells.push(first + count);
    waiting.push(partOf(web, side, 0), near);
  }
  return { junctions, cells: cells.toArray() };
}
