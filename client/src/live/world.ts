import { type FrameVisitor, readFrame } from './frames.ts';

/** One moving thing as last heard of. The object stays the same while the thing is in sight. */
export interface LivePosition {
  readonly id: string;
  /** Which kind of thing, by the server's list: 0 vehicle, 1 driver. */
  readonly kind: number;
  lat: number;
  lng: number;
  headingDegrees: number | null;
  speedMetersPerSecond: number | null;
  /** When the device took it, in milliseconds since 1970. */
  capturedAtMs: number;
}

interface Seen {
  position: LivePosition;
  /** The tile that showed it last, or null. */
  tile: number | null;
  /** Watched by itself as well. */
  watched: boolean;
}

export interface WorldChange {
  changed: readonly LivePosition[];
  gone: readonly string[];
}

/** What the socket shows: applies frames and tells what changed. */
export class World implements FrameVisitor {
  readonly #byHandle = new Map<number, Seen>();
  readonly #byId = new Map<string, Seen>();
  readonly #byTile = new Map<number, Set<number>>();
  #timeMs = 0;
  #tile: number | null = null;
  #complete: Set<number> | null = null;
  /** Left a tile within this frame; gone unless another tile of the frame has them. */
  readonly #orphans = new Set<number>();
  #changed = new Set<LivePosition>();
  #gone = new Set<string>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): LivePosition | undefined {
    return this.#byId.get(id)?.position;
  }

  *values(): IterableIterator<LivePosition> {
    for (const seen of this.#byId.values()) yield seen.position;
  }

  apply(bytes: Uint8Array): WorldChange {
    this.#changed = new Set();
    this.#gone = new Set();
    readFrame(bytes, this);
    for (const handle of this.#orphans) {
      const seen = this.#byHandle.get(handle);
      if (seen !== undefined && seen.tile === null && !seen.watched) this.#drop(handle);
    }
    this.#orphans.clear();
    if (this.#complete !== null) {
      for (const handle of [...this.#byHandle.keys()]) {
        if (!this.#complete.has(handle)) this.#drop(handle);
      }
      this.#complete = null;
    }
    return { changed: [...this.#changed], gone: [...this.#gone] };
  }

  /** Forgets everything, for instance when the connection is to another node. */
  clear(): WorldChange {
    const gone = [...this.#byId.keys()];
    this.#byHandle.clear();
    this.#byId.clear();
    this.#byTile.clear();
    return { changed: [], gone };
  }

  frame(timeMs: number, complete: boolean): void {
    this.#timeMs = timeMs;
    this.#complete = complete ? new Set() : null;
  }

  tile(key: number | null, snapshot: boolean): void {
    this.#tile = key;
    if (!snapshot || key === null || this.#complete !== null) return;
    for (const handle of [...(this.#byTile.get(key) ?? [])]) this.#leave(handle, key);
  }

  left(handle: number): void {
    const seen = this.#byHandle.get(handle);
    if (seen === undefined) return;
    if (this.#tile === null) {
      seen.watched = false;
      this.#orphans.add(handle);
    } else {
      this.#leave(handle, this.#tile);
    }
  }

  named(handle: number, kind: number, id: string): void {
    const known = this.#byHandle.get(handle);
    if (known !== undefined && known.position.id !== id) this.#drop(handle);
    let seen = this.#byHandle.get(handle);
    if (seen === undefined) {
      const position = {
        id,
        kind,
        lat: 0,
        lng: 0,
        headingDegrees: null,
        speedMetersPerSecond: null,
        capturedAtMs: 0,
      };
      seen = { position, tile: null, watched: false };
      this.#byHandle.set(handle, seen);
      this.#byId.set(id, seen);
      this.#gone.delete(id);
    }
    this.#complete?.add(handle);
    this.#place(handle, seen);
  }

  moved(
    handle: number,
    lat: number,
    lng: number,
    headingDegrees: number | null,
    speedMetersPerSecond: number | null,
    ageMs: number,
  ): void {
    const seen = this.#byHandle.get(handle);
    if (seen === undefined) return;
    const position = seen.position;
    position.lat = lat;
    position.lng = lng;
    position.headingDegrees = headingDegrees;
    position.speedMetersPerSecond = speedMetersPerSecond;
    position.capturedAtMs = this.#timeMs - ageMs;
    this.#changed.add(position);
  }

  #place(handle: number, seen: Seen): void {
    if (this.#tile === null) {
      seen.watched = true;
      return;
    }
    if (seen.tile !== null && seen.tile !== this.#tile) this.#outOfTile(seen.tile, handle);
    seen.tile = this.#tile;
    let members = this.#byTile.get(this.#tile);
    if (members === undefined) {
      members = new Set();
      this.#byTile.set(this.#tile, members);
    }
    members.add(handle);
  }

  /** Out of one tile; when another has it already, it stays in sight. */
  #leave(handle: number, tile: number): void {
    const seen = this.#byHandle.get(handle);
    this.#outOfTile(tile, handle);
    if (seen?.tile !== tile) return;
    seen.tile = null;
    this.#orphans.add(handle);
  }

  #outOfTile(tile: number, handle: number): void {
    const members = this.#byTile.get(tile);
    members?.delete(handle);
    if (members?.size === 0) this.#byTile.delete(tile);
  }

  #drop(handle: number): void {
    const seen = this.#byHandle.get(handle);
    if (seen === undefined) return;
    this.#byHandle.delete(handle);
    this.#byId.delete(seen.position.id);
    if (seen.tile !== null) this.#outOfTile(seen.tile, handle);
    this.#changed.delete(seen.position);
    this.#gone.add(seen.position.id);
  }
}
