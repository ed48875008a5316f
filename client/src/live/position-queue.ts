/** What a device reports. Times are the device's own. */
export interface DevicePosition {
  /** UUID of the vehicle or driver. */
  deviceId: string;
  /** ISO 8601 or milliseconds since 1970. */
  time: string | number;
  lat: number;
  lng: number;
  altitudeMeters?: number | null;
  speedMetersPerSecond?: number | null;
  headingDegrees?: number | null;
  accuracyMeters?: number | null;
  batteryPercent?: number | null;
}

/** Keeps positions across restarts of the application, for instance in IndexedDB. */
export interface PositionStore {
  load(): Promise<DevicePosition[]>;
  save(positions: readonly DevicePosition[]): Promise<void>;
}

export interface PositionQueueOptions {
  /** Resolves when the server has stored the batch. Rejects when it is to be sent again. */
  send(batch: readonly DevicePosition[]): Promise<unknown>;
  store?: PositionStore;
  /** Positions of a moving device are sent together this often. Default 2 s. */
  movingMillis?: number;
  /** Those of one that stands still. Default 30 s. */
  standingMillis?: number;
  batchSize?: number;
  /** Wait after the first failure; it doubles with each further one, up to 32 times. Default 1 s. */
  retryMillis?: number;
  /** Beyond this, the oldest are thinned: every second one of the older half goes. Default 20,000. */
  maxKept?: number;
  onError?(error: unknown): void;
}

const STANDING_SPEED = 0.5;

/** Batches positions, keeps them while offline, and thins the oldest first when they become too many. */
export class PositionQueue {
  readonly #options: PositionQueueOptions;
  readonly #maxKept: number;
  readonly #batchSize: number;
  #kept: DevicePosition[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #sending: Promise<void> | null = null;
  #failures = 0;
  /** Positions given up to stay within `maxKept`. */
  thinned = 0;

  constructor(options: PositionQueueOptions) {
    this.#options = options;
    this.#maxKept = options.maxKept ?? 20_000;
    this.#batchSize = options.batchSize ?? 500;
  }

  get size(): number {
    return this.#kept.length;
  }

  /** Takes back what an earlier run could not send. */
  async restore(): Promise<void> {
    const stored = (await this.#options.store?.load()) ?? [];
    this.#kept = [...stored, ...this.#kept];
    this.#thin();
    if (this.#kept.length > 0) this.#schedule(0);
  }

  add(position: DevicePosition): void {
    this.#kept.push(position);
    this.#thin();
    const moving = (position.speedMetersPerSecond ?? 1) > STANDING_SPEED;
    if (this.#failures === 0) {
      this.#schedule(
        moving ? (this.#options.movingMillis ?? 2_000) : (this.#options.standingMillis ?? 30_000),
      );
    }
    this.#save();
  }

  /** Sends everything now; resolves when nothing is left or a batch failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#sending ??= this.#drain().finally(() => {
      this.#sending = null;
    });
    await this.#sending;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  async #drain(): Promise<void> {
    while (this.#kept.length > 0) {
      const batch = this.#kept.slice(0, this.#batchSize);
      try {
        await this.#options.send(batch);
      } catch (error) {
        this.#failures++;
        this.#options.onError?.(error);
        this.#schedule((this.#options.retryMillis ?? 1_000) * 2 ** Math.min(5, this.#failures - 1));
        return;
      }
      this.#failures = 0;
      // Thinning may have removed some of the batch meanwhile.
      const sent = new Set(batch);
      this.#kept = this.#kept.filter((position) => !sent.has(position));
      this.#save();
    }
  }

  #schedule(afterMillis: number): void {
    const dueAt = Date.now() + afterMillis;
    if (dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.flush().catch((error: unknown) => this.#options.onError?.(error));
    }, afterMillis);
  }

  #thin(): void {
    if (this.#kept.length <= this.#maxKept) return;
    const half = this.#kept.length >> 1;
    const before = this.#kept.length;
    this.#kept = this.#kept.filter((_, index) => index >= half || index % 2 === 0);
    this.thinned += before - this.#kept.length;
  }

  #save(): void {
    this.#options.store?.save(this.#kept).catch((error: unknown) => this.#options.onError?.(error));
  }
}
