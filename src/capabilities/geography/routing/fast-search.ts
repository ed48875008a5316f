import type { UpwardArcs } from '../graph/hierarchy.ts';
import { IntHeap } from '../graph/int-heap.ts';
import type { ProfileGraph } from '../graph/profile-graph.ts';
import { UNREACHED } from './plain-search.ts';
import type { Seed } from './seeds.ts';
import { unpackArc } from './unpack.ts';

/** One direction of a search that only climbs in the hierarchy. */
export class UpwardSearch {
  readonly distance: Int32Array;
  /** Arc by which a state was reached, and the state before it; -1 at a seed. */
  readonly viaArc: Int32Array;
  readonly parent: Int32Array;
  readonly heap: IntHeap;
  readonly touched: Int32Array;
  touchedCount = 0;
  private readonly up: UpwardArcs;
  private readonly down: UpwardArcs;

  /** `up` leads away from the seeds, `down` holds the arcs that come back from above, to stall with. */
  constructor(states: number, up: UpwardArcs, down: UpwardArcs) {
    this.up = up;
    this.down = down;
    this.distance = new Int32Array(states).fill(UNREACHED);
    this.viaArc = new Int32Array(states).fill(-1);
    this.parent = new Int32Array(states).fill(-1);
    this.heap = new IntHeap(states);
    this.touched = new Int32Array(states);
  }

  begin(seeds: readonly Seed[]): void {
    for (let i = 0; i < this.touchedCount; i++) {
      const state = this.touched[i] as number;
      this.distance[state] = UNREACHED;
      this.viaArc[state] = -1;
      this.parent[state] = -1;
    }
    this.touchedCount = 0;
    this.heap.clear();
    for (const seed of seeds) this.reach(seed.state, seed.weight, -1, -1);
  }

  private reach(state: number, weight: number, arc: number, parent: number): void {
    const known = this.distance[state] as number;
    if (weight >= known) return;
    if (known === UNREACHED) this.touched[this.touchedCount++] = state;
    this.distance[state] = weight;
    this.viaArc[state] = arc;
    this.parent[state] = parent;
    this.heap.set(state, weight);
  }

  /** Settles the nearest state and returns it. States that a larger one reaches cheaper lead nowhere. */
  settle(): number {
    const { up, down, distance } = this;
    const state = this.heap.pop();
    const weight = distance[state] as number;
    const downEnd = down.offset[state + 1] as number;
    for (let arc = down.offset[state] as number; arc < downEnd; arc++) {
      const above = distance[down.rank[arc] as number] as number;
      if (above !== UNREACHED && above + (down.weight[arc] as number) < weight) return state;
    }
    const upEnd = up.offset[state + 1] as number;
    for (let arc = up.offset[state] as number; arc < upEnd; arc++) {
      this.reach(up.rank[arc] as number, weight + (up.weight[arc] as number), arc, state);
    }
    return state;
  }
}

export interface FoundPath {
  /** Milliseconds. */
  weight: number;
  /** Directions driven along, from the start's to the end's; the first and last in part. */
  directions: number[];
  /** State after each direction; the last is where one would be after driving it whole. */
  states: number[];
  /** Milliseconds of the turn into each direction. */
  turns: number[];
}

/** The fast search from point to point: two climbs that meet. Keep one a graph and reuse it. */
export class FastSearch {
  private readonly graph: ProfileGraph;
  private readonly durations: Int32Array;
  private readonly ahead: UpwardSearch;
  private readonly behind: UpwardSearch;
  /** `durations` are those of the graph's profile, by direction. */
  constructor(graph: ProfileGraph, durations: Int32Array) {
    this.graph = graph;
    this.durations = durations;
    this.ahead = new UpwardSearch(graph.stateCount, graph.forward, graph.backward);
    this.behind = new UpwardSearch(graph.stateCount, graph.backward, graph.forward);
  }

  /** The cheapest path, or undefined when there is none. */
  find(starts: readonly Seed[], ends: readonly Seed[]): FoundPath | undefined {
    const { best, meeting } = this.climb(starts, ends, 1);
    return meeting < 0 ? undefined : this.path(starts, ends, meeting, best);
  }

  /**
   * The cheapest path and others that cost at most `stretch` times as much: ways over states that both
   * climbs came to. The caller judges which of them are different enough to be worth showing.
   */
  *findOthers(starts: readonly Seed[], ends: readonly Seed[], stretch: number): Generator<FoundPath> {
    const { ahead, behind } = this;
    const { best, meeting } = this.climb(starts, ends, stretch);
    if (meeting < 0) return;
    const over: { state: number; weight: number }[] = [];
    for (let i = 0; i < ahead.touchedCount; i++) {
      const state = ahead.touched[i] as number;
      const other = behind.distance[state] as number;
      if (other === UNREACHED) continue;
      const weight = other + (ahead.distance[state] as number);
      if (weight <= best * stretch) over.push({ state, weight });
    }
    over.sort((a, b) => a.weight - b.weight);
    for (const { state, weight } of over) yield this.path(starts, ends, state, weight);
  }

  private climb(
    starts: readonly Seed[],
    ends: readonly Seed[],
    stretch: number,
  ): { best: number; meeting: number } {
    const { ahead, behind } = this;
    ahead.begin(starts);
    behind.begin(ends);
    let best = UNREACHED;
    let meeting = -1;
    for (;;) {
      const aheadKey = ahead.heap.size > 0 ? ahead.heap.minKey : UNREACHED;
      const behindKey = behind.heap.size > 0 ? behind.heap.minKey : UNREACHED;
      if (Math.min(aheadKey, behindKey) >= best * stretch) break;
      const near = aheadKey <= behindKey ? ahead : behind;
      const far = near === ahead ? behind : ahead;
      const state = near.settle();
      const other = far.distance[state] as number;
      if (other !== UNREACHED && other + (near.distance[state] as number) < best) {
        best = other + (near.distance[state] as number);
        meeting = state;
      }
    }
    return { best, meeting };
  }

  private path(starts: readonly Seed[], ends: readonly Seed[], meeting: number, weight: number): FoundPath {
    const { ahead, behind, graph } = this;
    const climb: number[] = [];
    let root = meeting;
    for (; (ahead.viaArc[root] as number) >= 0; root = ahead.parent[root] as number) climb.push(root);
    const states: number[] = [root];
    for (let i = climb.length - 1; i >= 0; i--) {
      const to = climb[i] as number;
      const from = ahead.parent[to] as number;
      unpackArc(graph, from, to, graph.forward.middle[ahead.viaArc[to] as number] as number, states);
    }
    let last = meeting;
    for (; (behind.viaArc[last] as number) >= 0; last = behind.parent[last] as number) {
      const next = behind.parent[last] as number;
      unpackArc(graph, last, next, graph.backward.middle[behind.viaArc[last] as number] as number, states);
    }
    const start = lightestAt(starts, root);
    const end = lightestAt(ends, last);
    const directions = [start.direction];
    const turns = [0];
    for (let i = 1; i < states.length; i++) {
      const step = lightestStep(graph, states[i - 1] as number, states[i] as number);
      const direction = graph.stepDirection[step] as number;
      directions.push(direction);
      turns.push((graph.stepWeight[step] as number) - (this.durations[direction] as number));
    }
    directions.push(end.direction);
    turns.push(end.turn);
    states.push(graph.directionState[end.direction] as number);
    return { weight, directions, states, turns };
  }
}

function lightestAt(seeds: readonly Seed[], state: number): Seed {
  return seeds
    .filter((seed) => seed.state === state)
    .reduce((best, seed) => (seed.weight < best.weight ? seed : best));
}

function lightestStep(graph: ProfileGraph, from: number, to: number): number {
  let best = -1;
  const end = graph.stepOffset[from + 1] as number;
  for (let at = graph.stepOffset[from] as number; at < end; at++) {
    if (graph.stepTo[at] !== to) continue;
    if (best < 0 || (graph.stepWeight[at] as number) < (graph.stepWeight[best] as number)) best = at;
  }
  return best;
}
