import type { PositionLink } from '../position-bus.ts';
import type { PositionUpdate } from '../subjects.ts';
import type { Backplane } from './backplane.ts';

/** Channels that positions are spread over, so that a Cluster shares the work. */
const SHARDS = 8;
const RECORD_BYTES = 37;
const UNKNOWN = 0xff_ff;

/** Positions between processes: 37 bytes each, the same device always on the same channel and so in order. */
export function positionLink(backplane: Backplane): PositionLink {
  return {
    send(updates) {
      const shards: PositionUpdate[][] = Array.from({ length: SHARDS }, () => []);
      for (const update of updates) (shards[shardOf(update.id)] as PositionUpdate[]).push(update);
      for (const [shard, some] of shards.entries()) {
        if (some.length > 0) backplane.publish(`positions:${shard}`, encodeUpdates(some));
      }
    },
    start(deliver) {
      for (let shard = 0; shard < SHARDS; shard++) {
        backplane.subscribe(`positions:${shard}`, (payload) => deliver(decodeUpdates(payload)));
      }
    },
  };
}

function shardOf(id: string): number {
  return Number.parseInt(id.slice(-2), 16) % SHARDS;
}

export function encodeUpdates(updates: readonly PositionUpdate[]): Buffer {
  const out = Buffer.allocUnsafe(updates.length * RECORD_BYTES);
  let at = 0;
  for (const update of updates) {
    out.write(update.id.replaceAll('-', ''), at, 'hex');
    out.writeDoubleLE(update.deviceTimeMs, at + 16);
    out.writeInt32LE(Math.round(update.lat * 1e7), at + 24);
    out.writeInt32LE(Math.round(update.lng * 1e7), at + 28);
    out.writeUInt16LE(sixteenBits(update.speedMetersPerSecond, 100), at + 32);
    out.writeUInt16LE(sixteenBits(update.headingDegrees, 100), at + 34);
    out[at + 36] = update.kind;
    at += RECORD_BYTES;
  }
  return out;
}

export function decodeUpdates(payload: Buffer): PositionUpdate[] {
  const updates: PositionUpdate[] = [];
  for (let at = 0; at + RECORD_BYTES <= payload.length; at += RECORD_BYTES) {
    const hex = payload.toString('hex', at, at + 16);
    const speed = payload.readUInt16LE(at + 32);
    const heading = payload.readUInt16LE(at + 34);
    updates.push({
      id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
      kind: payload[at + 36] as number,
      deviceTimeMs: payload.readDoubleLE(at + 16),
      lat: payload.readInt32LE(at + 24) / 1e7,
      lng: payload.readInt32LE(at + 28) / 1e7,
      speedMetersPerSecond: speed === UNKNOWN ? null : speed / 100,
      headingDegrees: heading === UNKNOWN ? null : heading / 100,
    });
  }
  return updates;
}

function sixteenBits(value: number | null, factor: number): number {
  return value === null ? UNKNOWN : Math.max(0, Math.min(UNKNOWN - 1, Math.round(value * factor)));
}
