import { ApiError, call, type HttpClient } from '../../../client/src/index.ts';
import { type DevicePosition, PositionQueue } from '../../../client/src/live/position-queue.ts';
import { type OfflineDatabase, openDatabase } from './database.ts';
import type { Deed, Item, StoredFile } from './model.ts';
import { StoredPositions } from './position-store.ts';
import { type DevicePorts, isFull, record } from './record.ts';
import { forget, refresh } from './refresh.ts';
import { drop, dropLane, redo } from './resolve.ts';
import { type Pause, syncItems } from './sync.ts';

export interface EngineOptions {
  driverId: string;
  /** With `tries: 1`: the engine itself decides when to send again. */
  http: HttpClient;
  ports: DevicePorts;
  /** Something that screens show has changed. */
  onChange?(): void;
  /** Runs the work in one tab at a time; another tab's turn is answered with undefined. */
  alone?<T>(work: () => Promise<T>): Promise<T | undefined>;
  partBytes?: number;
  random?(): number;
}

export interface EngineStatus {
  /** Why the last attempt to send ended; null: it went through. */
  pause: Pause;
  syncing: boolean;
  positionsWaiting: number;
  /** The browser refused to keep something, in its own words. */
  storageError: string | null;
}

const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 60_000;
const KEPT_MILLIS = 7 * 86_400_000;

/**
 * Everything that a driver's phone keeps and sends. A deed is safe on the device when `act` or `prove` resolves; it goes
 * to the server when there is one, in order, once.
 */
export class Engine {
  readonly db: OfflineDatabase;
  readonly #options: EngineOptions;
  readonly #positions: PositionQueue;
  readonly #stored: StoredPositions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<Pause> | null = null;
  #again = false;
  #failures = 0;
  #closed = false;
  #status: Omit<EngineStatus, 'positionsWaiting'> = { pause: null, syncing: false, storageError: null };

  private constructor(db: OfflineDatabase, options: EngineOptions) {
    this.db = db;
    this.#options = options;
    this.#stored = new StoredPositions(db);
    this.#positions = new PositionQueue({
      store: this.#stored,
      movingMillis: 5_000,
      standingMillis: 60_000,
      send: (batch) => this.#sendPositions(batch),
      onError: (error) => this.#noteStorage(error),
    });
  }

  static async open(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(await openDatabase(options.driverId), options);
    await engine.#positions.restore();
    // On a full device even that may fail; what waits there must be readable and sent all the same.
    await forget(engine.db, options.ports.nowMs() - KEPT_MILLIS).catch((error: unknown) => {
      if (!isFull(error)) throw error;
      engine.#noteStorage(error);
    });
    return engine;
  }

  get status(): EngineStatus {
    return { ...this.#status, positionsWaiting: this.#positions.size };
  }

  /** @throws NotPossible, or QuotaExceededError when the device is full; nothing was kept then */
  async act(deed: Extract<Deed, { kind: 'action' }>): Promise<Item> {
    return this.#keep(deed);
  }

  async prove(deed: Extract<Deed, { kind: 'proof' }>, file?: StoredFile): Promise<Item> {
    return this.#keep(deed, file);
  }

  /** Resolves when the position is on the device. */
  async position(position: DevicePosition): Promise<void> {
    this.#positions.add(position);
    await this.#stored.written();
    this.#options.onChange?.();
  }

  drop(seq: number, everythingBehind = false): Promise<void> {
    return this.#resolve(() =>
      (everythingBehind ? dropLane : drop)(this.db, seq, this.#options.ports.nowMs()),
    );
  }

  redo(seq: number, text?: string): Promise<void> {
    const { http, ports } = this.#options;
    return this.#resolve(() => redo({ db: this.db, http, ports }, seq, text));
  }

  /** Sends what waits and reads the day anew. */
  sync(): Promise<Pause> {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#sync().finally(() => {
      this.#running = null;
      this.#options.onChange?.();
    });
    return this.#running;
  }

  /** Starts sending soon, without waiting for it. */
  kick(): void {
    if (this.#closed) return;
    this.sync().catch((error: unknown) => this.#noteStorage(error));
  }

  async flushPositions(): Promise<void> {
    await this.#positions.flush();
    await this.#stored.written();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#positions.stop();
    this.db.close();
  }

  async #keep(deed: Deed, file?: StoredFile): Promise<Item> {
    try {
      const item = await record(this.db, deed, this.#options.ports, file);
      this.#status = { ...this.#status, storageError: null };
      this.#options.onChange?.();
      return item;
    } catch (error) {
      this.#noteStorage(error);
      throw error;
    }
  }

  async #resolve(change: () => Promise<void>): Promise<void> {
    await change();
    this.#options.onChange?.();
  }

  async #sync(): Promise<Pause> {
    const { alone = (work) => work() } = this.#options;
    this.#status = { ...this.#status, syncing: true };
    this.#options.onChange?.();
    let pause: Pause = 'server';
    try {
      do {
        this.#again = false;
        pause = (await alone(() => this.#once())) ?? null;
      } while (this.#again && pause === null && !this.#closed);
    } finally {
      // Also when the device itself failed, for want of room: what waits is tried again.
      this.#status = { ...this.#status, pause, syncing: false };
      this.#plan(pause);
    }
    return pause;
  }

  async #once(): Promise<Pause> {
    const { http, driverId, ports, onChange, partBytes = 256 * 1024 } = this.#options;
    const options = { db: this.db, http, newId: ports.newId, partBytes, ...(onChange && { onChange }) };
    const { pause } = await syncItems(options);
    if (pause === 'offline' || pause === 'signed_out') return pause;
    try {
      await refresh({ db: this.db, http, driverId, nowMs: ports.nowMs });
      // The whole day was written: there is room again.
      this.#status = { ...this.#status, storageError: null };
      return pause;
    } catch (error) {
      if (error instanceof ApiError) return error.status === 401 ? 'signed_out' : 'server';
      if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return 'offline';
      throw error;
    }
  }

  #plan(pause: Pause): void {
    this.#failures = pause === null ? 0 : this.#failures + 1;
    if (pause === null || pause === 'signed_out' || this.#closed) return;
    const ceiling = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(this.#failures - 1, 6));
    const { random = Math.random } = this.#options;
    this.#timer = setTimeout(() => this.kick(), ceiling * (0.5 + random() / 2));
  }

  async #sendPositions(batch: readonly DevicePosition[]): Promise<void> {
    const positions = batch.map((position) => ({ ...position, kind: 'driver' as const }));
    await call(this.#options.http, 'tracking.reportPositions', { body: { positions } });
    this.#options.onChange?.();
  }

  #noteStorage(error: unknown): void {
    if (!isFull(error)) return;
    this.#status = { ...this.#status, storageError: (error as Error).message };
    this.#options.onChange?.();
  }
}
