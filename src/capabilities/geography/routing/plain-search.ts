import { IntHeap } from '../graph/int-heap.ts';
import type { ProfileGraph } from '../graph/profile-graph.ts';
import type { Seed } from './seeds.ts';

export const UNREACHED = 0x7fffffff;

/** Dijkstra's algorithm on the plain steps: slow and certain. */
export class PlainSearch {
  readonly distance: Int32Array;
  readonly parent: Int32Array;
  /** Step by which a state was reached, -1 at a seed. */
  readonly via: Int32Array;
  private readonly graph: ProfileGraph;
  private readonly heap: IntHeap;
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(graph: ProfileGraph) {
    this.graph = graph;
    this.distance = new Int32Array(graph.stateCount).fill(UNREACHED);
    this.parent = new Int32Array(graph.stateCount).fill(-1);
    this.via = new Int32Array(graph.stateCount).fill(-1);
    this.heap = new IntHeap(graph.stateCount);
    this.touched = new Int32Array(graph.stateCount);
  }

  /**
   * Settles states in order of weight, calling `settle` for each; stops when it returns true, or
   * beyond `limit` milliseconds.
   */
  run(starts: readonly Seed[], limit: number, settle: (state: number, weight: number) => boolean): void {
    const { distance, parent, via, heap, graph } = this;
    this.reset();
    for (const seed of starts) this.reach(seed.state, seed.weight, -1);
    while (heap.size > 0) {
      const weight = heap.minKey;
      if (weight > limit) break;
      const state = heap.pop();
      if (settle(state, weight)) break;
      const end = graph.stepOffset[state + 1] as number;
      for (let at = graph.stepOffset[state] as number; at < end; at++) {
        const next = graph.stepTo[at] as number;
        const reached = weight + (graph.stepWeight[at] as number);
        const known = distance[next] as number;
        if (reached >= known) continue;
        if (known === UNREACHED) this.touched[this.touchedCount++] = next;
        distance[next] = reached;
        parent[next] = state;
        via[next] = at;
        heap.set(next, reached);
      }
    }
  }

  /** Whether a state was reached but not settled by the last run. */
  isOpen(state: number): boolean {
    return this.heap.has(state);
  }

  /** The least weight from starts to ends, UNREACHED when there is no way. */
  weightBetween(starts: readonly Seed[], ends: readonly Seed[]): number {
    let best = UNREACHED;
    this.run(starts, UNREACHED - 1, (state, weight) => {
      if (weight >= best) return true;
      for (const end of ends) if (end.state === state) best = Math.min(best, weight + end.weight);
      return false;
    });
    return best;
  }

  private reach(state: number, weight: number, parent: number): void {
    const known = this.distance[state] as number;
    if (weight >= known) return;
    if (known === UNREACHED) this.touched[this.touchedCount++] = state;
    this.distance[state] = weight;
    this.parent[state] = parent;
    this.via[state] = -1;
    this.heap.set(state, weight);
  }

  private reset(): void {
    this.heap.clear();
    for (let i = 0; i < this.touchedCount; i++) {
      const state = this.touched[i] as number;
      this.distance[state] = UNREACHED;
      this.parent[state] = -1;
    }
    this.touchedCount = 0;
  }
}
