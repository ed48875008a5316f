import { mercatorX, mercatorY, type View } from './mercator.ts';

/** Somebody who moves, between where they were shown and where they were last reported. */
export interface Mover {
  readonly id: string;
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  beganMs: number;
  durationMs: number;
  headingDegrees: number | null;
  /** When the device took its last position. */
  capturedAtMs: number;
  /** Where they are on the screen, as `arrange` found last. */
  px: number;
  py: number;
}

/** A heap of movers that would lie on each other. */
export interface Cluster {
  x: number;
  y: number;
  count: number;
}

const longestGlideMs = 9_000;
const shortestGlideMs = 240;
/** Mercator units, some 3 km at the middle latitudes: farther is a jump, not a ride. */
const jump = 1e-4;
const cellPixels = 58;
/** Pixels beyond the edge in which a dot would still be seen. */
const margin = 20;
/** So many in sight are drawn one by one, however close. */
const crowd = 220;
/** So many close together are still drawn one by one. */
const fewInHeap = 3;

/** Where everyone is on a map, gliding from report to report. Times are those of `performance.now()`. */
export class Fleet {
  readonly #movers = new Map<string, Mover>();

  get size(): number {
    return this.#movers.size;
  }

  get(id: string): Mover | undefined {
    return this.#movers.get(id);
  }

  values(): IterableIterator<Mover> {
    return this.#movers.values();
  }

  /** An older report than the last one changes nothing. */
  report(
    id: string,
    at: { lat: number; lng: number; headingDegrees: number | null; capturedAtMs: number },
    nowMs: number,
  ): void {
    const [x, y] = [mercatorX(at.lng), mercatorY(at.lat)];
    const known = this.#movers.get(id);
    if (!known) {
      const still = { fromX: x, fromY: y, toX: x, toY: y, beganMs: nowMs, durationMs: 0 };
      this.#movers.set(id, {
        id,
        ...still,
        headingDegrees: at.headingDegrees,
        capturedAtMs: at.capturedAtMs,
        px: 0,
        py: 0,
      });
      return;
    }
    if (at.capturedAtMs < known.capturedAtMs) return;
    const [shownX, shownY] = placeOf(known, nowMs);
    const far = Math.abs(x - shownX) + Math.abs(y - shownY) > jump;
    known.fromX = far ? x : shownX;
    known.fromY = far ? y : shownY;
    known.toX = x;
    known.toY = y;
    known.durationMs = Math.min(longestGlideMs, Math.max(shortestGlideMs, (nowMs - known.beganMs) * 1.05));
    known.beganMs = nowMs;
    known.headingDegrees = at.headingDegrees ?? known.headingDegrees;
    known.capturedAtMs = at.capturedAtMs;
  }

  remove(id: string): void {
    this.#movers.delete(id);
  }

  /** How fast the fastest glides now, in units of the map for each millisecond; 0 when nobody moves. */
  fastest(nowMs: number): number {
    let most = 0;
    for (const { beganMs, durationMs, fromX, toX, fromY, toY } of this.#movers.values())
      if (nowMs - beganMs < durationMs)
        most = Math.max(most, (Math.abs(toX - fromX) + Math.abs(toY - fromY)) / durationMs);
    return most;
  }

  /**
   * Who is in sight, alone or in heaps; the heaps hang on the ground and not on the screen's edge. It runs for every
   * picture, so nothing is made anew for those who are only looked at. The chosen one never goes into a heap, and
   * comes last: others at the same door must not lie over it.
   */
  arrange(view: View, nowMs: number, chosenId?: string): { alone: Mover[]; heaps: Cluster[] } {
    const { scale, left, top } = view;
    const [right, bottom] = [view.width + margin, view.height + margin];
    const inSight: Mover[] = [];
    let chosen: Mover | undefined;
    for (const mover of this.#movers.values()) {
      const share = shareOf(mover, nowMs);
      mover.px = (mover.fromX + (mover.toX - mover.fromX) * share) * scale + left;
      mover.py = (mover.fromY + (mover.toY - mover.fromY) * share) * scale + top;
      if (mover.px < -margin || mover.py < -margin || mover.px > right || mover.py > bottom) continue;
      if (mover.id === chosenId) chosen = mover;
      else inSight.push(mover);
    }
    const found = inSight.length <= crowd ? { alone: inSight, heaps: [] } : heapUp(inSight, view);
    if (chosen) found.alone.push(chosen);
    return found;
  }
}

interface Heap extends Cluster {
  first: Mover[];
}

function heapUp(movers: readonly Mover[], { scale, left, top }: View): { alone: Mover[]; heaps: Cluster[] } {
  const cell = cellPixels / 2 ** Math.floor(Math.log2(scale));
  const found = new Map<number, Heap>();
  for (const mover of movers) {
    const [x, y] = [(mover.px - left) / scale, (mover.py - top) / scale];
    const key = Math.floor(x / cell) * 1e7 + Math.floor(y / cell);
    const heap = found.get(key);
    if (!heap) found.set(key, { x, y, count: 1, first: [mover] });
    else {
      heap.x += x;
      heap.y += y;
      if (++heap.count <= fewInHeap) heap.first.push(mover);
    }
  }
  const alone: Mover[] = [];
  const heaps: Cluster[] = [];
  for (const { x, y, count, first } of found.values())
    if (count <= fewInHeap) alone.push(...first);
    else heaps.push({ x: x / count, y: y / count, count });
  return { alone, heaps };
}

function shareOf({ beganMs, durationMs }: Mover, nowMs: number): number {
  return durationMs === 0 ? 1 : Math.min(1, (nowMs - beganMs) / durationMs);
}

export function placeOf(mover: Mover, nowMs: number): [number, number] {
  const { fromX, fromY, toX, toY } = mover;
  const share = shareOf(mover, nowMs);
  return [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share];
}
