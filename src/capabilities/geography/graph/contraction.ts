import { GrowableInt32 } from '../source/growable.ts';
import { DynamicArcs } from './dynamic-arcs.ts';
import type { Hierarchy, UpwardArcs } from './hierarchy.ts';
import { IntHeap } from './int-heap.ts';
import { WitnessSearch } from './witness-search.ts';

/** Any graph with whole weights: what the hierarchy is built from. */
export interface StepGraph {
  stateCount: number;
  stepOffset: Int32Array;
  stepTo: Int32Array;
  stepWeight: Int32Array;
  /** Length of each step in centimetres, carried along so that tables can tell it. */
  stepLengthCm: Int32Array;
}

/** How many states a witness search may settle: few while only estimating, more when it counts. */
const SETTLED_TO_ESTIMATE = 20;
const SETTLED_TO_CONTRACT = 100;

class UpwardCollector {
  private readonly offset = new GrowableInt32();
  private readonly other = new GrowableInt32();
  private readonly weight = new GrowableInt32();
  private readonly lengthCm = new GrowableInt32();
  private readonly middle = new GrowableInt32();

  begin(): void {
    this.offset.push(this.other.length);
  }

  add(other: number, weight: number, lengthCm: number, middle: number): void {
    this.other.push(other);
    this.weight.push(weight);
    this.lengthCm.push(lengthCm);
    this.middle.push(middle);
  }

  finish(rankOf: Int32Array): UpwardArcs {
    this.begin();
    const toRank = (state: number): number => (state < 0 ? -1 : (rankOf[state] as number));
    return {
      offset: this.offset.toArray(),
      rank: this.other.view().map(toRank),
      weight: this.weight.toArray(),
      lengthCm: this.lengthCm.toArray(),
      middle: this.middle.view().map(toRank),
    };
  }
}

class Contractor {
  private readonly count: number;
  private readonly arcs: DynamicArcs;
  private readonly witness: WitnessSearch;
  private readonly queue: IntHeap;
  private readonly level: Int32Array;
  private readonly rankOf: Int32Array;
  private readonly forward = new UpwardCollector();
  private readonly backward = new UpwardCollector();

  constructor(graph: StepGraph) {
    this.count = graph.stateCount;
    this.arcs = new DynamicArcs(graph.stateCount, Math.ceil(graph.stepTo.length * 1.3) + 16);
    for (let from = 0; from < graph.stateCount; from++) {
      const end = graph.stepOffset[from + 1] as number;
      for (let at = graph.stepOffset[from] as number; at < end; at++) {
        const to = graph.stepTo[at] as number;
        if (to === from) continue;
        this.arcs.put(from, to, graph.stepWeight[at] as number, graph.stepLengthCm[at] as number, -1, 1);
      }
    }
    this.witness = new WitnessSearch(this.arcs, this.count);
    this.queue = new IntHeap(this.count);
    this.level = new Int32Array(this.count);
    this.rankOf = new Int32Array(this.count);
  }

  run(onProgress?: (share: number) => void): Hierarchy {
    for (let state = 0; state < this.count; state++) this.queue.set(state, this.importance(state));
    const stateOf = new Int32Array(this.count);
    for (let rank = 0; rank < this.count; rank++) {
      const state = this.popLeastImportant();
      stateOf[rank] = state;
      this.rankOf[state] = rank;
      this.contract(state);
      if ((rank & 0xfff) === 0) onProgress?.(rank / this.count);
    }
    return {
      stateCount: this.count,
      rankOf: this.rankOf,
      stateOf,
      forward: this.forward.finish(this.rankOf),
      backward: this.backward.finish(this.rankOf),
    };
  }

  /**
   * Importance is only weighed anew when a state comes to the top: a third of the work of keeping all
   * neighbours right, for two percent more shortcuts.
   */
  private popLeastImportant(): number {
    for (;;) {
      const state = this.queue.minItem;
      const importance = this.importance(state);
      if (importance <= this.queue.minKey) return this.queue.pop();
      this.queue.set(state, importance);
    }
  }

  /**
   * The smaller the sooner: states that need few shortcuts for the arcs they free, whose arcs stand
   * for little, and whose surroundings have not been contracted much yet.
   */
  private importance(state: number): number {
    const { arcs } = this;
    let removed = 0;
    let removedHops = 0;
    for (let arc = arcs.headOut[state] as number; arc >= 0; arc = arcs.nextOut[arc] as number) {
      removed++;
      removedHops += arcs.hops[arc] as number;
    }
    for (let arc = arcs.headIn[state] as number; arc >= 0; arc = arcs.nextIn[arc] as number) {
      removed++;
      removedHops += arcs.hops[arc] as number;
    }
    if (removed === 0) return 1000 * (this.level[state] as number);
    let added = 0;
    let addedHops = 0;
    this.forShortcuts(state, SETTLED_TO_ESTIMATE, (inArc, outArc) => {
      added++;
      addedHops += (arcs.hops[inArc] as number) + (arcs.hops[outArc] as number);
    });
    return Math.round(
      1000 * (this.level[state] as number) + (1000 * added) / removed + (1000 * addedHops) / removedHops,
    );
  }

  /** Calls back for each pair of arcs through a state that no other way replaces. */
  private forShortcuts(
    state: number,
    maxSettled: number,
    visit: (inArc: number, outArc: number) => void,
  ): void {
    const { arcs, witness } = this;
    let heaviestOut = -1;
    for (let arc = arcs.headOut[state] as number; arc >= 0; arc = arcs.nextOut[arc] as number) {
      heaviestOut = Math.max(heaviestOut, arcs.weight[arc] as number);
    }
    if (heaviestOut < 0) return;
    for (let inArc = arcs.headIn[state] as number; inArc >= 0; inArc = arcs.nextIn[inArc] as number) {
      const start = arcs.from[inArc] as number;
      const inWeight = arcs.weight[inArc] as number;
      witness.run(start, state, inWeight + heaviestOut, maxSettled);
      for (let outArc = arcs.headOut[state] as number; outArc >= 0; outArc = arcs.nextOut[outArc] as number) {
        const end = arcs.to[outArc] as number;
        if (end === start) continue;
        const through = inWeight + (arcs.weight[outArc] as number);
        if ((witness.distance[end] as number) > through) visit(inArc, outArc);
      }
    }
  }

  private contract(state: number): void {
    const { arcs } = this;
    const shortcuts: number[] = [];
    this.forShortcuts(state, SETTLED_TO_CONTRACT, (inArc, outArc) => shortcuts.push(inArc, outArc));
    for (let i = 0; i < shortcuts.length; i += 2) {
      const inArc = shortcuts[i] as number;
      const outArc = shortcuts[i + 1] as number;
      arcs.put(
        arcs.from[inArc] as number,
        arcs.to[outArc] as number,
        (arcs.weight[inArc] as number) + (arcs.weight[outArc] as number),
        (arcs.lengthCm[inArc] as number) + (arcs.lengthCm[outArc] as number),
        state,
        (arcs.hops[inArc] as number) + (arcs.hops[outArc] as number),
      );
    }
    this.release(state);
  }

  /** Moves what is left of a state's arcs to the hierarchy. */
  private release(state: number): void {
    const { arcs, level } = this;
    const neighbours = new Set<number>();
    this.forward.begin();
    this.backward.begin();
    for (let arc = arcs.headOut[state] as number; arc >= 0; arc = arcs.nextOut[arc] as number) {
      const to = arcs.to[arc] as number;
      neighbours.add(to);
      this.forward.add(
        to,
        arcs.weight[arc] as number,
        arcs.lengthCm[arc] as number,
        arcs.middle[arc] as number,
      );
    }
    for (let arc = arcs.headIn[state] as number; arc >= 0; arc = arcs.nextIn[arc] as number) {
      const from = arcs.from[arc] as number;
      neighbours.add(from);
      this.backward.add(
        from,
        arcs.weight[arc] as number,
        arcs.lengthCm[arc] as number,
        arcs.middle[arc] as number,
      );
    }
    arcs.remove(state);
    for (const neighbour of neighbours) {
      level[neighbour] = Math.max(level[neighbour] as number, (level[state] as number) + 1);
    }
  }
}

/** Builds a contraction hierarchy: searches on it are exact, and settle some hundred states. */
export function contract(graph: StepGraph, onProgress?: (share: number) => void): Hierarchy {
  return new Contractor(graph).run(onProgress);
}
