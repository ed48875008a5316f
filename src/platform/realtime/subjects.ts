import { FINEST_LEVEL, GRID_BITS, gridX, gridY, LEVELS, tileKey } from './grid.ts';

/** What a caller reports: the newest known place of one thing. */
export interface PositionUpdate {
  /** UUID in its text form. */
  id: string;
  /** A small number that the application gives a meaning (which kind of thing this is). */
  kind: number;
  lat: number;
  lng: number;
  /** Degrees clockwise from north, or null. */
  headingDegrees: number | null;
  speedMetersPerSecond: number | null;
  /** Milliseconds since 1970 by the device's clock. */
  deviceTimeMs: number;
}

export interface Subject {
  readonly id: string;
  readonly idBytes: Uint8Array;
  readonly handle: number;
  kind: number;
  x: number;
  y: number;
  heading: number;
  speed: number;
  deviceTimeMs: number;
  heardAtMs: number;
  dirty: boolean;
  tiles: Tile[];
  /** How many sockets watch this one by itself. */
  watchers: number;
}

export interface Tile {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly members: Set<Subject>;
  /** How many views contain this tile; nothing is collected for a tile that nobody watches. */
  views: number;
  moved: Subject[];
  entered: Subject[];
  left: number[];
  /** The chunk of the running tick, made once for all who watch the tile. */
  chunk: Uint8Array | null;
}

export interface Changes {
  tiles: Tile[];
  watched: Subject[];
}

const MAX_HANDLE = 0xff_ff_ff;
const LEVEL_COUNT = LEVELS.length;

/**
 * The last-value table: one row per thing, the tiles it stands in at every level, and what changed since
 * the last tick. Memory is bounded by `maxSubjects` and by `forgetAfterSeconds`.
 */
export class SubjectTable {
  readonly #subjects = new Map<string, Subject>();
  readonly #tiles = new Map<number, Tile>();
  readonly #maxSubjects: number;
  readonly #freeHandles: number[] = [];
  readonly #watched = new Map<string, number>();
  #nextHandle = 1;
  #dirty: Subject[] = [];
  #touched: Tile[] = [];
  /** Updates refused because the table is full. */
  refused = 0;

  constructor(options: { maxSubjects: number }) {
    this.#maxSubjects = Math.min(options.maxSubjects, MAX_HANDLE - 1);
  }

  get size(): number {
    return this.#subjects.size;
  }

  get tileCount(): number {
    return this.#tiles.size;
  }

  get(id: string): Subject | undefined {
    return this.#subjects.get(id);
  }

  values(): IterableIterator<Subject> {
    return this.#subjects.values();
  }

  /** Takes the position unless a newer one is known. */
  apply(update: PositionUpdate, nowMs: number): void {
    let subject = this.#subjects.get(update.id);
    if (subject === undefined) {
      const created = this.#create(update);
      if (created === null) return;
      subject = created;
    } else if (update.deviceTimeMs < subject.deviceTimeMs) {
      return;
    }
    subject.kind = update.kind;
    subject.x = gridX(update.lng);
    subject.y = gridY(update.lat);
    subject.heading =
      update.headingDegrees === null
        ? 255
        : Math.round((((update.headingDegrees % 360) + 360) % 360) / 1.5) % 240;
    subject.speed =
      update.speedMetersPerSecond === null
        ? 255
        : Math.max(0, Math.min(254, Math.round(update.speedMetersPerSecond * 2)));
    subject.deviceTimeMs = update.deviceTimeMs;
    subject.heardAtMs = nowMs;
    if (!subject.dirty) {
      subject.dirty = true;
      this.#dirty.push(subject);
    }
  }

  #create(update: PositionUpdate): Subject | null {
    if (this.#subjects.size >= this.#maxSubjects) {
      this.refused++;
      return null;
    }
    const subject: Subject = {
      id: update.id,
      idBytes: uuidBytes(update.id),
      handle: this.#freeHandles.pop() ?? this.#nextHandle++,
      kind: update.kind,
      x: 0,
      y: 0,
      heading: 255,
      speed: 255,
      deviceTimeMs: 0,
      heardAtMs: 0,
      dirty: false,
      tiles: [],
      watchers: this.#watched.get(update.id) ?? 0,
    };
    this.#subjects.set(update.id, subject);
    return subject;
  }

  /** Moves things between tiles and tells what changed. Call `clear` with the answer before the next call. */
  collect(): Changes {
    const watched: Subject[] = [];
    for (const subject of this.#dirty) {
      subject.dirty = false;
      if (subject.watchers > 0) watched.push(subject);
      const finest = subject.tiles[LEVEL_COUNT - 1];
      const shift = GRID_BITS - FINEST_LEVEL;
      if (finest !== undefined && finest.x === subject.x >> shift && finest.y === subject.y >> shift) {
        for (let index = 0; index < LEVEL_COUNT; index++) {
          const tile = subject.tiles[index] as Tile;
          if (tile.views > 0) this.#touch(tile).moved.push(subject);
        }
      } else {
        this.#move(subject);
      }
    }
    this.#dirty = [];
    const tiles = this.#touched;
    this.#touched = [];
    return { tiles, watched };
  }

  clear(changes: Changes): void {
    for (const tile of changes.tiles) {
      tile.moved = [];
      tile.entered = [];
      tile.left = [];
      tile.chunk = null;
    }
  }

  #move(subject: Subject): void {
    for (let index = 0; index < LEVEL_COUNT; index++) {
      const level = LEVELS[index] as number;
      const shift = GRID_BITS - level;
      const x = shift === 30 ? 0 : subject.x >> shift;
      const y = shift === 30 ? 0 : subject.y >> shift;
      const old = subject.tiles[index];
      if (old !== undefined && old.x === x && old.y === y) {
        if (old.views > 0) this.#touch(old).moved.push(subject);
        continue;
      }
      if (old !== undefined) this.#leave(old, subject);
      const tile = this.tile(level, x, y);
      tile.members.add(subject);
      subject.tiles[index] = tile;
      if (tile.views > 0) {
        this.#touch(tile).entered.push(subject);
        tile.moved.push(subject);
      }
    }
  }

  #leave(tile: Tile, subject: Subject): void {
    tile.members.delete(subject);
    if (tile.views > 0) this.#touch(tile).left.push(subject.handle);
    else if (tile.members.size === 0) this.#tiles.delete(tileKey(tile.level, tile.x, tile.y));
  }

  #touch(tile: Tile): Tile {
    if (tile.moved.length === 0 && tile.left.length === 0) this.#touched.push(tile);
    return tile;
  }

  tile(level: number, x: number, y: number): Tile {
    const key = tileKey(level, x, y);
    let tile = this.#tiles.get(key);
    if (tile === undefined) {
      tile = {
        level,
        x,
        y,
        members: new Set(),
        views: 0,
        moved: [],
        entered: [],
        left: [],
        chunk: null,
      };
      this.#tiles.set(key, tile);
    }
    return tile;
  }

  /** A view no longer contains the tile. */
  release(tile: Tile): void {
    tile.views--;
    if (tile.views === 0 && tile.members.size === 0) this.#tiles.delete(tileKey(tile.level, tile.x, tile.y));
  }

  /** Counts those who watch one thing by itself, also before it was ever heard of. */
  watch(id: string, change: 1 | -1): void {
    const count = (this.#watched.get(id) ?? 0) + change;
    if (count > 0) this.#watched.set(id, count);
    else this.#watched.delete(id);
    const subject = this.#subjects.get(id);
    if (subject !== undefined) subject.watchers = count;
  }

  /** Removes what was not heard of since `beforeMs`; those who watch see it leave. */
  forget(beforeMs: number): number {
    let forgotten = 0;
    for (const subject of this.#subjects.values()) {
      if (subject.heardAtMs >= beforeMs || subject.dirty || subject.watchers > 0) continue;
      for (const tile of subject.tiles) this.#leave(tile, subject);
      this.#subjects.delete(subject.id);
      this.#freeHandles.push(subject.handle);
      forgotten++;
    }
    return forgotten;
  }
}

function uuidBytes(id: string): Uint8Array {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new TypeError(`not a UUID: ${id}`);
  return bytes;
}
