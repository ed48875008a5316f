import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import type { PositionUpdate } from '../../platform/realtime/api.ts';
import { trackingConfig } from './config.ts';
import { DeviceCache } from './device-cache.ts';
import { GeofenceBook } from './geofence-book.ts';
import { type Batch, type PipelinePorts, runPipeline } from './pipeline.ts';
import type { Reason } from './rules/check.ts';
import type { Fix } from './rules/fix.ts';
import { countFixes } from './telemetry.ts';

export type IngestContext = Pick<Context, 'db' | 'clock' | 'rng' | 'config'>;

/** What became of the fixes of one request. Each is in exactly one of the three. */
export interface Outcome {
  accepted: number;
  duplicates: number;
  setAside: { index: number; reason: Reason }[];
}

interface Request {
  fixes: readonly Fix[];
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

const MAX_BATCH = 5_000;
const MAX_WAITING = 250_000;
const MAX_FLUSHES = 2;
const MAX_DEVICES = 500_000;

/**
 * Group commit: while the database writes one batch, the requests that come meanwhile gather for the next. A
 * single request goes at once; under load one transaction carries hundreds of them.
 */
export class Ingest {
  readonly #ctx: Pick<Context, 'clock'>;
  readonly #ports: PipelinePorts;
  #queue: Request[] = [];
  #waiting = 0;
  #flushes = 0;

  constructor(ctx: IngestContext, show: (updates: PositionUpdate[]) => void) {
    const settings = ctx.config.get(trackingConfig);
    this.#ctx = ctx;
    this.#ports = {
      db: ctx.db,
      clock: ctx.clock,
      rng: ctx.rng,
      limits: {
        futureToleranceMs: settings.futureToleranceSeconds * 1000,
        oldestAgeMs: settings.dropAfterDays * 86_400_000,
      },
      devices: new DeviceCache(MAX_DEVICES),
      geofences: new GeofenceBook(),
      days: new Set(),
      show,
    };
  }

  /** Fixes that wait for the database. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when the fixes are durable. Throws `overloaded` when too many wait already. */
  report(fixes: readonly Fix[]): Promise<Outcome> {
    if (fixes.length === 0) return Promise.resolve({ accepted: 0, duplicates: 0, setAside: [] });
    if (this.#waiting + fixes.length > MAX_WAITING) {
      throw platformErrors.overloaded('Send the positions again in a moment.', {
        headers: { 'retry-after': '1' },
      });
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ fixes, resolve, reject });
      this.#waiting += fixes.length;
      this.#next();
    });
  }

  /** Another process took fixes of these devices: what is remembered of them here is old. */
  forget(deviceIds: Iterable<string>): void {
    this.#ports.devices.forget(deviceIds);
  }

  /** A geofence was changed by this process. */
  geofencesChanged(): void {
    this.#ports.geofences.invalidate();
  }

  #next(): void {
    if (this.#flushes >= MAX_FLUSHES || this.#queue.length === 0) return;
    this.#flushes++;
    // Requests that arrive in the same turn of the loop go together.
    setImmediate(() => {
      const requests = this.#take();
      this.#flush(requests)
        .catch((error: unknown) => {
          for (const request of requests) request.reject(error);
        })
        .finally(() => {
          this.#flushes--;
          this.#next();
        });
    });
  }

  #take(): Request[] {
    let count = 0;
    let size = 0;
    for (const request of this.#queue) {
      if (count > 0 && size + request.fixes.length > MAX_BATCH) break;
      size += request.fixes.length;
      count++;
    }
    this.#waiting -= size;
    return this.#queue.splice(0, count);
  }

  async #flush(requests: readonly Request[]): Promise<void> {
    if (requests.length === 0) return;
    const outcomes: Outcome[] = requests.map(() => ({ accepted: 0, duplicates: 0, setAside: [] }));
    const batch: Batch = {
      nowMs: this.#ctx.clock.nowMs(),
      fixes: [],
      from: [],
      setAside: [],
      memory: new Map(),
      crossings: [],
      repeated: new Set(),
    };
    for (const [request, { fixes }] of requests.entries()) {
      for (const [index, fix] of fixes.entries()) {
        batch.fixes.push(fix);
        batch.from.push({ request, index });
      }
    }
    try {
      await runPipeline(batch, this.#ports);
    } catch (error) {
      // What was remembered on the way did not come to be.
      this.forget(batch.memory.keys());
      this.#ports.days.clear();
      throw error;
    }
    for (const { from, reason } of batch.setAside) {
      (outcomes[from.request] as Outcome).setAside.push({ index: from.index, reason });
    }
    const seen = new Set<string>();
    for (const [index, from] of batch.from.entries()) {
      const outcome = outcomes[from.request] as Outcome;
      if (batch.repeated.has(index) || isRepeat(seen, batch.fixes[index] as Fix)) outcome.duplicates++;
      else outcome.accepted++;
    }
    for (const outcome of outcomes) countFixes(outcome);
    for (const [index, request] of requests.entries()) request.resolve(outcomes[index] as Outcome);
  }
}

/** The same device and time twice within one batch: the database stored the first and says nothing of the other. */
function isRepeat(seen: Set<string>, fix: Fix): boolean {
  const key = `${fix.deviceId}${fix.timeMs}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}
