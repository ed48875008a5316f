import { encodeChanges, encodeSnapshot, encodeWatched, FLAG_COMPLETE, framePositions } from './frames.ts';
import type { TileRect } from './grid.ts';
import type { Subject, SubjectTable, Tile } from './subjects.ts';

/** What of a viewport its owner may see: everything, or what the filter lets through. */
export interface ViewScope {
  /** Viewers with the same key share the encoded chunks; the empty key means everything. */
  key: string;
  visible?: (id: string) => boolean;
}

export const EVERYTHING: ViewScope = { key: '' };

/** One socket, as the tick sees it. */
export interface Viewer {
  view: View | null;
  readonly watched: Set<string>;
  /** Frames were skipped or the view is new: the next frame has to be a snapshot. */
  stale: boolean;
  /** Chunks of things watched one by one, gathered within a tick. */
  pending: Uint8Array[];
  /** False while the socket cannot keep up: it is skipped and later gets only the newest. */
  ready(): boolean;
  writeFrame(frame: Buffer): void;
}

export interface View {
  readonly key: string;
  readonly rect: TileRect;
  readonly scope: ViewScope;
  readonly tiles: Tile[];
  readonly viewers: Set<Viewer>;
}

export interface TickResult {
  frames: number;
  bytes: number;
  records: number;
  skipped: number;
}

/** Snapshots beyond this many bytes wait for the next tick, so that a crowd that arrives at once cannot fill the memory. */
const MAX_TICK_BYTES = 64 * 1024 * 1024;

/** Groups sockets by what they watch, and once per tick writes at most one frame to each. */
export class Views {
  readonly #table: SubjectTable;
  readonly #views = new Map<string, View>();
  readonly #watchers = new Map<string, Set<Viewer>>();
  /** Viewers that need more than their view's shared frame: a snapshot, or chunks of their own. */
  readonly #attention = new Set<Viewer>();

  constructor(table: SubjectTable) {
    this.#table = table;
  }

  get viewCount(): number {
    return this.#views.size;
  }

  look(viewer: Viewer, rect: TileRect | null, scope: ViewScope): void {
    this.#leaveView(viewer);
    if (rect === null) return;
    const key = `${scope.key}|${rect.level}:${rect.firstX}:${rect.lastX}:${rect.firstY}:${rect.lastY}`;
    let view = this.#views.get(key);
    if (view === undefined) {
      view = { key, rect, scope, tiles: this.#tilesOf(rect), viewers: new Set() };
      for (const tile of view.tiles) tile.views++;
      this.#views.set(key, view);
    }
    view.viewers.add(viewer);
    viewer.view = view;
    this.refresh(viewer);
  }

  watch(viewer: Viewer, id: string): void {
    if (viewer.watched.has(id)) return;
    viewer.watched.add(id);
    let watchers = this.#watchers.get(id);
    if (watchers === undefined) {
      watchers = new Set();
      this.#watchers.set(id, watchers);
    }
    watchers.add(viewer);
    this.#table.watch(id, 1);
    this.refresh(viewer);
  }

  unwatch(viewer: Viewer, id: string): void {
    if (!viewer.watched.delete(id)) return;
    const watchers = this.#watchers.get(id);
    watchers?.delete(viewer);
    if (watchers?.size === 0) this.#watchers.delete(id);
    this.#table.watch(id, -1);
    const subject = this.#table.get(id);
    if (subject !== undefined) viewer.pending.push(encodeWatched([], [], [subject.handle], 0));
    this.#attention.add(viewer);
  }

  /** The viewer's next frame holds everything it watches. */
  refresh(viewer: Viewer): void {
    viewer.stale = true;
    this.#attention.add(viewer);
  }

  remove(viewer: Viewer): void {
    this.#leaveView(viewer);
    for (const id of [...viewer.watched]) this.unwatch(viewer, id);
    this.#attention.delete(viewer);
    viewer.pending = [];
  }

  #leaveView(viewer: Viewer): void {
    const view = viewer.view;
    if (view === null) return;
    viewer.view = null;
    view.viewers.delete(viewer);
    if (view.viewers.size > 0) return;
    this.#views.delete(view.key);
    for (const tile of view.tiles) this.#table.release(tile);
  }

  #tilesOf(rect: TileRect): Tile[] {
    const tiles: Tile[] = [];
    const columns = 2 ** rect.level;
    for (let x = rect.firstX; x <= rect.lastX; x++) {
      for (let y = rect.firstY; y <= rect.lastY; y++)
        tiles.push(this.#table.tile(rect.level, x % columns, y));
    }
    return tiles;
  }

  tick(nowMs: number): TickResult {
    const result: TickResult = { frames: 0, bytes: 0, records: 0, skipped: 0 };
    const changes = this.#table.collect();
    for (const tile of changes.tiles) tile.chunk = encodeChanges(tile, nowMs);
    this.#gatherWatched(changes.watched, nowMs);
    for (const view of this.#views.values()) {
      const changed = view.tiles.filter((tile) => tile.chunk !== null);
      if (changed.length > 0) this.#writeView(view, changed, nowMs, result);
    }
    const snapshots = new Map<View, Uint8Array[]>();
    for (const viewer of this.#attention) {
      if (result.bytes > MAX_TICK_BYTES) break;
      this.#writeRest(viewer, snapshots, nowMs, result);
    }
    this.#table.clear(changes);
    return result;
  }

  #gatherWatched(subjects: readonly Subject[], nowMs: number): void {
    for (const subject of subjects) {
      const watchers = this.#watchers.get(subject.id);
      if (watchers === undefined) continue;
      let chunk: Uint8Array | null = null;
      for (const viewer of watchers) {
        if (viewer.stale) continue;
        chunk ??= encodeWatched([subject], [subject], [], nowMs);
        viewer.pending.push(chunk);
        this.#attention.add(viewer);
      }
    }
  }

  #writeView(view: View, changed: readonly Tile[], nowMs: number, result: TickResult): void {
    const visible = view.scope.visible;
    const chunks = changed.map((tile) =>
      visible === undefined ? (tile.chunk as Uint8Array) : encodeChanges(tile, nowMs, visible),
    );
    let records = 0;
    for (const tile of changed) records += tile.moved.length;
    let shared: Buffer | null = null;
    for (const viewer of view.viewers) {
      if (viewer.stale) continue;
      if (viewer.pending.length > 0) {
        const frame = framePositions([...chunks, ...viewer.pending], nowMs, 0);
        viewer.pending = [];
        this.#attention.delete(viewer);
        this.#write(viewer, frame, records, result);
      } else {
        shared ??= framePositions(chunks, nowMs, 0);
        this.#write(viewer, shared, records, result);
      }
    }
  }

  /** Snapshots for those who need one, and frames for those who only watch single things. */
  #writeRest(viewer: Viewer, snapshots: Map<View, Uint8Array[]>, nowMs: number, result: TickResult): void {
    const own = viewer.pending;
    viewer.pending = [];
    if (!viewer.stale) {
      this.#attention.delete(viewer);
      if (own.length > 0) this.#write(viewer, framePositions(own, nowMs, 0), own.length, result);
      return;
    }
    if (!viewer.ready()) {
      result.skipped++;
      return;
    }
    const chunks: Uint8Array[] = [];
    let records = 0;
    if (viewer.view !== null) {
      chunks.push(...this.#snapshot(viewer.view, snapshots, nowMs));
      for (const tile of viewer.view.tiles) records += tile.members.size;
    }
    const subjects: Subject[] = [];
    for (const id of viewer.watched) {
      const subject = this.#table.get(id);
      if (subject !== undefined) subjects.push(subject);
    }
    if (subjects.length > 0) chunks.push(encodeWatched(subjects, subjects, [], nowMs));
    viewer.stale = false;
    this.#attention.delete(viewer);
    this.#write(viewer, framePositions(chunks, nowMs, FLAG_COMPLETE), records + subjects.length, result);
  }

  #snapshot(view: View, made: Map<View, Uint8Array[]>, nowMs: number): Uint8Array[] {
    let chunks = made.get(view);
    if (chunks === undefined) {
      chunks = [];
      for (const tile of view.tiles) {
        if (tile.members.size > 0) chunks.push(encodeSnapshot(tile, nowMs, view.scope.visible));
      }
      made.set(view, chunks);
    }
    return chunks;
  }

  #write(viewer: Viewer, frame: Buffer, records: number, result: TickResult): void {
    if (!viewer.ready()) {
      viewer.pending = [];
      this.refresh(viewer);
      result.skipped++;
      return;
    }
    viewer.writeFrame(frame);
    result.frames++;
    result.bytes += frame.length;
    result.records += records;
  }
}
