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

  begin(seeds: readonly Seed[], shift: number): void {
    for (let i = 0; i < this.touchedCount; i++) {
      const state = this.touched[i] as number;
      this.distance[state] = UNREACHED;
      this.viaArc[state] = -1;
      this.parent[state] = -1;
    }
    this.touchedCount = 0;
    this.heap.clear();
    for (const seed of seeds) this.reach(seed.state, seed.weight + shift, -1, -1);
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
  /** States driven along, from the start's to the end's. */
  states: number[];
}

/** The fast search from point to point: two climbs that meet. Keep one a graph and reuse it. */
export class FastSearch {
  private readonly graph: ProfileGraph;
  private readonly ahead: UpwardSearch;
  private readonly behind: UpwardSearch;
  settledCount = 0;

  constructor(graph: ProfileGraph) {
    this.graph = graph;
    this.ahead = new UpwardSearch(graph.stateCount, graph.forward, graph.backward);
    this.behind = new UpwardSearch(graph.stateCount, graph.backward, graph.forward);
  }

  /** The cheapest path, or undefined when there is none. Give starts that went through `startsTowards`. */
  find(starts: readonly Seed[], ends: readonly Seed[]): FoundPath | undefined {
    const { ahead, behind } = this;
    // Ends weigh less than nothing; a shift keeps the stopping rule simple and is taken off again.
    const shift = ends.reduce((most, end) => Math.max(most, -end.weight), 0);
    ahead.begin(starts, 0);
    behind.begin(ends, shift);
    let best = UNREACHED;
    let meeting = -1;
    this.settledCount = 0;
    for (;;) {
      const aheadKey = ahead.heap.size > 0 ? ahead.heap.minKey : UNREACHED;
      const behindKey = behind.heap.size > 0 ? behind.heap.minKey : UNREACHED;
      if (Math.min(aheadKey, behindKey) >= best) break;
      const near = aheadKey <= behindKey ? ahead : behind;
      const far = near === ahead ? behind : ahead;
      const state = near.settle();
      this.settledCount++;
      const other = far.distance[state] as number;
      if (other !== UNREACHED && other + (near.distance[state] as number) < best) {
        best = other + (near.distance[state] as number);
        meeting = state;
      }
    }
    if (meeting < 0) return undefined;
    return { weight: best - shift, states: this.path(starts, meeting) };
  }

  private path(starts: readonly Seed[], meeting: number): number[] {
    const { ahead, behind, graph } = this;
    const climb: number[] = [];
    let root = meeting;
    for (; (ahead.viaArc[root] as number) >= 0; root = ahead.parent[root] as number) climb.push(root);
    const states: number[] = [];
    const seed = starts.reduce<Seed | undefined>(
      (best, start) => (start.state === root && (!best || start.weight < best.weight) ? start : best),
      undefined,
    );
    if (seed?.before !== undefined) states.push(seed.before);
    states.push(root);
    for (let i = climb.length - 1; i >= 0; i--) {
      const to = climb[i] as number;
      const from = ahead.parent[to] as number;
      unpackArc(graph, from, to, graph.forward.middle[ahead.viaArc[to] as number] as number, states);
    }
    for (let at = meeting; (behind.viaArc[at] as number) >= 0; at = behind.parent[at] as number) {
      const next = behind.parent[at] as number;
      unpackArc(graph, at, next, graph.backward.middle[behind.viaArc[at] as number] as number, states);
    }
    return states;
  }
}
