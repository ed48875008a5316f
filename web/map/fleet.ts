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
/** So many in sight are drawn one by one, however close. */
const crowd = 220;

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

  /** Whether anybody is on their way between two places at this moment. */
  isMoving(nowMs: number): boolean {
    for (const { beganMs, durationMs, fromX, toX, fromY, toY } of this.#movers.values())
      if (nowMs - beganMs < durationMs && (fromX !== toX || fromY !== toY)) return true;
    return false;
  }

  /** Who is in sight, alone or in heaps; the heaps hang on the ground and not on the screen's edge. */
  arrange(view: View, nowMs: number): { alone: Mover[]; heaps: Cluster[] } {
    const inSight: Mover[] = [];
    const margin = 20;
    for (const mover of this.#movers.values()) {
      const [x, y] = placeOf(mover, nowMs);
      const [px, py] = [x * view.scale + view.left, y * view.scale + view.top];
      if (px > -margin && py > -margin && px < view.width + margin && py < view.height + margin)
        inSight.push(mover);
    }
    if (inSight.length <= crowd) return { alone: inSight, heaps: [] };
    const cell = cellPixels / 2 ** Math.floor(Math.log2(view.scale));
    const heaps = new Map<number, Mover[]>();
    for (const mover of inSight) {
      const [x, y] = placeOf(mover, nowMs);
      const key = Math.floor(x / cell) * 1e7 + Math.floor(y / cell);
      const heap = heaps.get(key);
      if (heap) heap.push(mover);
      else heaps.set(key, [mover]);
    }
    const alone: Mover[] = [];
    const shown: Cluster[] = [];
    for (const heap of heaps.values()) {
      if (heap.length < 4) alone.push(...heap);
      else shown.push(middle(heap, nowMs));
    }
    return { alone, heaps: shown };
  }
}

export function placeOf(
  { fromX, fromY, toX, toY, beganMs, durationMs }: Mover,
  nowMs: number,
): [number, number] {
  const share = durationMs === 0 ? 1 : Math.min(1, (nowMs - beganMs) / durationMs);
  return [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share];
}

function middle(heap: readonly Mover[], nowMs: number): Cluster {
  let [x, y] = [0, 0];
  for (const mover of heap) {
    const [px, py] = placeOf(mover, nowMs);
    x += px;
    y += py;
  }
  return { x: x / heap.length, y: y / heap.length, count: heap.length };
}
