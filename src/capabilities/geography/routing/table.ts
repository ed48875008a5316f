import type { ProfileGraph } from '../graph/profile-graph.ts';
import type { UpwardArcs } from '../graph/hierarchy.ts';
import { IntHeap } from '../graph/int-heap.ts';
import type { StreetNetwork } from '../network/network.ts';
import { GrowableInt32 } from '../source/growable.ts';
import { UNREACHED } from './plain-search.ts';
import { endSeeds, type Seed, type StreetPoint, startSeeds } from './seeds.ts';

/** Rows are origins, columns destinations; UNREACHED where no way leads. */
export interface Table {
  milliseconds: Int32Array;
  centimeters: Int32Array;
}

/** A climb over everything above its seeds, with lengths; what a table is made of. */
class FullClimb {
  readonly weight: Int32Array;
  readonly lengthCm: Int32Array;
  readonly settled: Int32Array;
  settledCount = 0;
  private readonly heap: IntHeap;
  private readonly up: UpwardArcs;
  private readonly down: UpwardArcs;
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(states: number, up: UpwardArcs, down: UpwardArcs) {
    this.up = up;
    this.down = down;
    this.weight = new Int32Array(states).fill(UNREACHED);
    this.lengthCm = new Int32Array(states);
    this.settled = new Int32Array(states);
    this.touched = new Int32Array(states);
    this.heap = new IntHeap(states);
  }

  /** Settles all that matters; states that are cheaper to reach from above are left out. */
  run(seeds: readonly Seed[]): void {
    const { weight, lengthCm, heap, touched, up, down, settled } = this;
    for (let i = 0; i < this.touchedCount; i++) weight[touched[i] as number] = UNREACHED;
    this.touchedCount = 0;
    this.settledCount = 0;
    for (const seed of seeds) {
      if (seed.weight >= (weight[seed.state] as number)) continue;
      if (weight[seed.state] === UNREACHED) touched[this.touchedCount++] = seed.state;
      weight[seed.state] = seed.weight;
      lengthCm[seed.state] = seed.lengthCm;
      heap.set(seed.state, seed.weight);
    }
    while (heap.size > 0) {
      const key = heap.minKey;
      const state = heap.pop();
      if (this.isStalled(state, key, down)) continue;
      settled[this.settledCount++] = state;
      const end = up.offset[state + 1] as number;
      for (let arc = up.offset[state] as number; arc < end; arc++) {
        const next = up.rank[arc] as number;
        const reached = key + (up.weight[arc] as number);
        const known = weight[next] as number;
        if (reached >= known) continue;
        if (known === UNREACHED) touched[this.touchedCount++] = next;
        weight[next] = reached;
        lengthCm[next] = (lengthCm[state] as number) + (up.lengthCm[arc] as number);
        heap.set(next, reached);
      }
    }
  }

  private isStalled(state: number, key: number, down: UpwardArcs): boolean {
    const end = down.offset[state + 1] as number;
    for (let arc = down.offset[state] as number; arc < end; arc++) {
      const above = this.weight[down.rank[arc] as number] as number;
      if (above !== UNREACHED && above + (down.weight[arc] as number) < key) return true;
    }
    return false;
  }
}

/** What the destinations left at each state they climbed to, to be met by the origins. */
interface Buckets {
  offset: Int32Array;
  column: Int32Array;
  weight: Int32Array;
  lengthCm: Int32Array;
}

function fillBuckets(graph: ProfileGraph, ends: readonly Seed[][]): Buckets {
  const climb = new FullClimb(graph.stateCount, graph.backward, graph.forward);
  const states = new GrowableInt32();
  const columns = new GrowableInt32();
  const weights = new GrowableInt32();
  const lengths = new GrowableInt32();
  const offset = new Int32Array(graph.stateCount + 1);
  for (const [column, seeds] of ends.entries()) {
    climb.run(seeds);
    for (let i = 0; i < climb.settledCount; i++) {
      const state = climb.settled[i] as number;
      states.push(state);
      columns.push(column);
      weights.push(climb.weight[state] as number);
      lengths.push(climb.lengthCm[state] as number);
      offset[state + 1]!++;
    }
  }
  for (let state = 0; state < graph.stateCount; state++) offset[state + 1]! += offset[state] as number;
  const fill = offset.slice(0, graph.stateCount);
  const buckets = {
    offset,
    column: new Int32Array(states.length),
    weight: new Int32Array(states.length),
    lengthCm: new Int32Array(states.length),
  };
  for (let i = 0; i < states.length; i++) {
    const at = fill[states.at(i)]!++;
    buckets.column[at] = columns.at(i);
    buckets.weight[at] = weights.at(i);
    buckets.lengthCm[at] = lengths.at(i);
  }
  return buckets;
}

/**
 * Times and lengths from every origin to every destination, by one climb each and buckets where they
 * meet. `single` answers pairs on one edge, where the way may lead round; points that are undefined
 * (off the network) leave their row or column unreached.
 */
export function buildTable(
  network: StreetNetwork,
  graph: ProfileGraph,
  origins: readonly (StreetPoint | undefined)[],
  destinations: readonly (StreetPoint | undefined)[],
  single: (from: StreetPoint, to: StreetPoint) => { milliseconds: number; centimeters: number } | undefined,
): Table {
  const columns = destinations.length;
  const milliseconds = new Int32Array(origins.length * columns).fill(UNREACHED);
  const centimeters = new Int32Array(origins.length * columns).fill(UNREACHED);
  const buckets = fillBuckets(
    graph,
    destinations.map((point) => (point ? endSeeds(network, graph, point) : [])),
  );
  const climb = new FullClimb(graph.stateCount, graph.forward, graph.backward);
  for (const [row, origin] of origins.entries()) {
    if (!origin) continue;
    climb.run(startSeeds(network, graph, origin));
    const base = row * columns;
    for (let i = 0; i < climb.settledCount; i++) {
      const state = climb.settled[i] as number;
      const weight = climb.weight[state] as number;
      const lengthCm = climb.lengthCm[state] as number;
      const end = buckets.offset[state + 1] as number;
      for (let at = buckets.offset[state] as number; at < end; at++) {
        const cell = base + (buckets.column[at] as number);
        const total = weight + (buckets.weight[at] as number);
        if (total < (milliseconds[cell] as number)) {
          milliseconds[cell] = total;
          centimeters[cell] = lengthCm + (buckets.lengthCm[at] as number);
        }
      }
    }
    for (const [column, destination] of destinations.entries()) {
      if (destination?.edge !== origin.edge) continue;
      const found = single(origin, destination);
      milliseconds[base + column] = found?.milliseconds ?? UNREACHED;
      centimeters[base + column] = found?.centimeters ?? UNREACHED;
    }
  }
  return { milliseconds, centimeters };
}
