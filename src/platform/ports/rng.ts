import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Where randomness comes from. A seeded one makes a run repeatable. */
export interface Rng {
  /** Uniform in [0, 1). */
  float(): number;
  /** `count` random bytes. The system's are fit for secrets, a seeded one's are not. */
  bytes(count: number): Buffer;
}

/** Random bytes are fetched in blocks: one system call serves some 500 ids. */
function pooledBytes(poolSize: number): (count: number) => Buffer {
  let pool = randomBytes(poolSize);
  let used = 0;
  return (count) => {
    if (count > poolSize) return randomBytes(count);
    if (used + count > poolSize) {
      pool = randomBytes(poolSize);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}

const bytes = pooledBytes(8192);
export const systemRng: Rng = {
  float: () => bytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes,
};

/** Deterministic: the same seed gives the same sequence (mulberry32). Never for secrets. */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0;
  const float = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    float,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => Math.floor(float() * 256))),
  };
}

/** Uniform integer in [min, max]. */
export function randomInteger(rng: Rng, min: number, max: number): number {
  return min + Math.floor(rng.float() * (max - min + 1));
}

export function pick<T>(rng: Rng, items: readonly T[]): T {
  const item = items[Math.floor(rng.float() * items.length)];
  if (item === undefined) throw new RangeError('pick() needs at least one item');
  return item;
}

/** An id whose order is its time of creation (UUID version 7, RFC 9562). */
export function newId({ clock, rng }: { clock: Clock; rng: Rng }): string {
  const id = Buffer.allocUnsafe(16);
  id.writeUIntBE(clock.nowMs(), 0, 6);
  rng.bytes(10).copy(id, 6);
  id[6] = (id[6]! & 0x0f) | 0x70;
  id[8] = (id[8]! & 0x3f) | 0x80;
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
