import type { Context } from '../../platform/context.ts';
import type { PositionUpdate } from '../../platform/realtime/api.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { recordCrossings } from './actions/recordCrossings.ts';
import type { DeviceCache } from './device-cache.ts';
import type { GeofenceBook } from './geofence-book.ts';
import { ensureDay, type SetAside, storeFixes, storeSetAside } from './queries/store-fixes.ts';
import { checkAlone, checkJump, type CheckLimits, type DeviceMemory, type Reason } from './rules/check.ts';
import { enrichMotion } from './rules/enrich.ts';
import type { Fix } from './rules/fix.ts';
import { type Crossing, crossings } from './rules/geofence.ts';

/** Fixes of many requests on their way through the stages. What is left in `fixes` is still believed. */
export interface Batch {
  nowMs: number;
  fixes: Fix[];
  /** For each fix, the number of its request and its place in it. */
  from: { request: number; index: number }[];
  setAside: (SetAside & { from: Batch['from'][number] })[];
  /** Filled by `match`: what is known of each device. */
  memory: Map<string, DeviceMemory>;
  /** Filled by `enrich`. */
  crossings: Crossing[];
  /** Filled by `store`: places in `fixes` of those that were there already. */
  repeated: Set<number>;
}

export interface PipelinePorts extends Pick<Context, 'db' | 'clock' | 'rng'> {
  limits: CheckLimits;
  devices: DeviceCache;
  geofences: GeofenceBook;
  /** Days whose partition is known to be there. */
  days: Set<string>;
  /** Shows the newest places on all nodes. */
  show(updates: PositionUpdate[]): void;
}

type Stage = (batch: Batch, ports: PipelinePorts) => Promise<void> | void;

/** What happens to a fix after it was decoded at its door, in this order. */
export const PIPELINE: readonly Stage[] = [check, match, filterAndEnrich, store, publish];

export async function runPipeline(batch: Batch, ports: PipelinePorts): Promise<void> {
  for (const stage of PIPELINE) {
    const waiting = stage(batch, ports);
    if (waiting !== undefined) await waiting;
  }
}

/** Sets aside what is impossible by itself. */
function check(batch: Batch, ports: PipelinePorts): void {
  keep(batch, (fix) => checkAlone(fix, batch.nowMs, ports.limits));
}

/** Finds what is known of the devices. */
async function match(batch: Batch, ports: PipelinePorts): Promise<void> {
  batch.memory = await ports.devices.get(
    ports.db.sql,
    batch.fixes.map((fix) => fix.deviceId),
  );
}

/** Sets aside what is impossible after what came before. What is left is looked at once more while its past is known. */
async function filterAndEnrich(batch: Batch, ports: PipelinePorts): Promise<void> {
  const fences = await ports.geofences.current(ports.db.sql, batch.nowMs);
  keep(batch, (fix) => {
    const memory = batch.memory.get(fix.deviceId) as DeviceMemory;
    const before = memory.last;
    const reason = checkJump(fix, memory);
    // Only a fix that is newer than all before it says how the device moves now.
    if (memory.last !== before) {
      enrichMotion(fix, memory);
      if (fences.size > 0 || memory.inside.size > 0)
        batch.crossings.push(...crossings(fences, fix, memory.inside));
    }
    return reason;
  });
}

/** Makes it durable: the requests are answered after this. */
async function store(batch: Batch, ports: PipelinePorts): Promise<void> {
  for (const day of new Set(batch.fixes.map((fix) => dayOf(fix.timeMs)))) {
    if (ports.days.has(day)) continue;
    await ensureDay(ports.db.sql, day);
    ports.days.add(day);
  }
  if (batch.crossings.length === 0) {
    await write(ports.db.sql, batch);
    return;
  }
  await ports.db.transaction(async (tx) => {
    // The connection does one after the other; neither waits for the answer of the one before.
    await Promise.all([write(tx, batch), recordCrossings(tx, ports, batch.crossings)]);
  });
}

async function write(sql: Queryable, { fixes, setAside, nowMs, repeated }: Batch): Promise<void> {
  const [already] = await Promise.all([
    fixes.length > 0 ? storeFixes(sql, fixes, newestOf(fixes), nowMs) : [],
    setAside.length > 0 ? storeSetAside(sql, setAside, nowMs) : undefined,
  ]);
  for (const index of already) repeated.add(index);
}

/** Shows the newest place of each device; the sockets drop one that is older than what they have. */
function publish(batch: Batch, ports: PipelinePorts): void {
  const newest = newestOf(batch.fixes);
  const updates: PositionUpdate[] = [];
  for (const [index, fix] of batch.fixes.entries()) {
    if (newest[index] !== true || batch.repeated.has(index)) continue;
    updates.push({
      id: fix.deviceId,
      kind: fix.kind,
      lat: fix.lat,
      lng: fix.lng,
      headingDegrees: fix.headingDegrees,
      speedMetersPerSecond: fix.speedMetersPerSecond,
      deviceTimeMs: fix.timeMs,
    });
  }
  if (updates.length > 0) ports.show(updates);
}

function keep(batch: Batch, reasonAgainst: (fix: Fix) => Reason | null): void {
  const { fixes, from } = batch;
  let kept = 0;
  for (let index = 0; index < fixes.length; index++) {
    const fix = fixes[index] as Fix;
    const origin = from[index] as Batch['from'][number];
    const reason = reasonAgainst(fix);
    if (reason !== null) {
      batch.setAside.push({ fix, reason, from: origin });
      continue;
    }
    fixes[kept] = fix;
    from[kept] = origin;
    kept++;
  }
  fixes.length = kept;
  from.length = kept;
}

/** True for the fix of each device that is the newest of the batch. */
function newestOf(fixes: readonly Fix[]): boolean[] {
  const newest = new Map<string, number>();
  for (const [index, fix] of fixes.entries()) {
    const known = newest.get(fix.deviceId);
    if (known === undefined || (fixes[known] as Fix).timeMs <= fix.timeMs) newest.set(fix.deviceId, index);
  }
  const marks = new Array<boolean>(fixes.length).fill(false);
  for (const index of newest.values()) marks[index] = true;
  return marks;
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
