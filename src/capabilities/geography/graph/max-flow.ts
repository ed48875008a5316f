import type { JunctionWeb } from './junction-web.ts';

export const FREE = 0;
export const SOURCE = 1;
export const SINK = 2;

/**
 * Dinic's maximum flow between two sets of junctions of a web: what it cannot pass is the cheapest cut
 * between them. Its arrays serve webs of any size up to the first.
 */
export class MaxFlow {
  /** FREE, SOURCE or SINK, set by the caller for the web that comes next. */
  readonly role: Uint8Array;
  /** After `between`: zero or more on the sources' side of the cut; after `climbFromSinks`: on the sinks'. */
  readonly level: Int32Array;
  private readonly cursor: Int32Array;
  private readonly queue: Int32Array;
  private readonly path: Int32Array;
  private readonly flow: Int8Array;
  private marked = 0;

  constructor(junctions: number, arcs: number) {
    this.role = new Uint8Array(junctions);
    this.level = new Int32Array(junctions);
    this.cursor = new Int32Array(junctions);
    this.queue = new Int32Array(junctions);
    this.path = new Int32Array(junctions + 1);
    this.flow = new Int8Array(arcs);
  }

  /** The price of the cheapest cut, or undefined as soon as it is known to cost `limit` or more. */
  between(web: JunctionWeb, limit: number): number | undefined {
    const { queue } = this;
    this.flow.fill(0, 0, web.to.length);
    let total = 0;
    for (;;) {
      const rim = this.layers(web);
      if (rim < 0) return total;
      for (let i = 0; i < rim; i++) {
        while (this.augment(web, queue[i] as number)) if (++total >= limit) return undefined;
      }
    }
  }

  /** Marks what the sinks can still be reached from; says how many junctions that are. */
  climbFromSinks(web: JunctionWeb): number {
    const { level, queue, flow } = this;
    const { offset, to, back, price } = web;
    let tail = this.begin(web, SINK);
    let count = this.marked;
    for (let head = 0; head < tail; head++) {
      const end = offset[(queue[head] as number) + 1] as number;
      for (let arc = offset[queue[head] as number] as number; arc < end; arc++) {
        const next = to[arc] as number;
        if ((level[next] as number) >= 0) continue;
        const towards = back[arc] as number;
        if ((flow[towards] as number) >= (price[towards] as number)) continue;
        level[next] = 0;
        queue[tail++] = next;
        count++;
      }
    }
    return count;
  }

  /** Marks all junctions of a role and queues those of them that border on others. */
  private begin(web: JunctionWeb, from: number): number {
    const { role, level, queue, cursor } = this;
    const { offset, to } = web;
    const count = web.junctions.length;
    level.fill(-1, 0, count);
    this.marked = 0;
    let tail = 0;
    for (let j = 0; j < count; j++) {
      if (role[j] !== from) continue;
      level[j] = 0;
      this.marked++;
      const end = offset[j + 1] as number;
      let arc = offset[j] as number;
      while (arc < end && role[to[arc] as number] === from) arc++;
      if (arc === end) continue;
      cursor[j] = offset[j] as number;
      queue[tail++] = j;
    }
    return tail;
  }

  /** Layers from the sources up to the nearest sink; how many sources begin them, or -1 when none leads there. */
  private layers(web: JunctionWeb): number {
    const { role, level, queue, flow, cursor } = this;
    const { offset, to, price } = web;
    const rim = this.begin(web, SOURCE);
    let tail = rim;
    let nearest = 0x7fffffff;
    for (let head = 0; head < tail; head++) {
      const at = queue[head] as number;
      const next = (level[at] as number) + 1;
      if (next > nearest) break;
      const end = offset[at + 1] as number;
      for (let arc = offset[at] as number; arc < end; arc++) {
        const other = to[arc] as number;
        if ((level[other] as number) >= 0 || (flow[arc] as number) >= (price[arc] as number)) continue;
        level[other] = next;
        cursor[other] = offset[other] as number;
        if (role[other] === SINK) nearest = next;
        queue[tail++] = other;
      }
    }
    return nearest === 0x7fffffff ? -1 : rim;
  }

  /** Sends one unit from a source along the layers; false when none gets through any more. */
  private augment(web: JunctionWeb, source: number): boolean {
    const { role, level, flow, cursor, path } = this;
    const { offset, to, back, price } = web;
    let at = source;
    let depth = 0;
    while (role[at] !== SINK) {
      const end = offset[at + 1] as number;
      const next = (level[at] as number) + 1;
      let arc = cursor[at] as number;
      while (
        arc < end &&
        (level[to[arc] as number] !== next || (flow[arc] as number) >= (price[arc] as number))
      ) {
        arc++;
      }
      cursor[at] = arc;
      if (arc < end) {
        path[depth++] = arc;
        at = to[arc] as number;
      } else {
        if (depth === 0) return false;
        at = to[back[path[--depth] as number] as number] as number;
        cursor[at]!++;
      }
    }
    for (let i = 0; i < depth; i++) {
      const arc = path[i] as number;
      flow[arc]!++;
      flow[back[arc] as number]!--;
    }
    return true;
  }
}
