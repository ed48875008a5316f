import { ApiError } from '../../../client/src/index.ts';
import type { OfflineDatabase } from './database.ts';
import { type Delivery, driverLane, type Item, type Shift } from './model.ts';
import { sameAsSeen, type Stateful } from './project.ts';
import { isFull } from './record.ts';
import { type Outcome, type SendOptions, sendItem } from './send-item.ts';

export interface SyncOptions extends SendOptions {
  /** After each change of an item, for screens. */
  onChange?(): void;
}

/** Why the rest stays on the device for now. */
export type Pause = 'offline' | 'signed_out' | 'server' | null;

export interface SyncResult {
  settled: number;
  pause: Pause;
}

/** The driver's own state follows their deliveries on the server a moment later: it is asked so often again. */
const PATIENCE_SENDS = 8;

/**
 * Sends what waits: each lane strictly in order, lanes beside each other. Ends when nothing is left that could be sent
 * now. Several at once do no harm, for the server knows the keys, but are a waste.
 */
export async function syncItems(options: SyncOptions): Promise<SyncResult> {
  let settled = 0;
  for (;;) {
    const lanes = new Set((await openItems(options.db)).map(({ lane }) => lane));
    const results = await Promise.all([...lanes].map((lane) => runLane(lane, options)));
    const round = results.reduce((sum, result) => sum + result.settled, 0);
    settled += round;
    const pause = results.map((result) => result.pause).find((one) => one !== null) ?? null;
    if (round === 0 || pause === 'offline' || pause === 'signed_out') return { settled, pause };
  }
}

export async function openItems(db: OfflineDatabase): Promise<Item[]> {
  const states = ['waiting', 'sending', 'refused'] as const;
  const found = await Promise.all(states.map((state) => db.getAllFromIndex('items', 'state', state)));
  return found.flat().sort((a, b) => a.seq - b.seq);
}

async function runLane(lane: string, options: SyncOptions): Promise<SyncResult> {
  for (let settled = 0; ; settled++) {
    const all = await openItems(options.db);
    const head = all.find((item) => item.lane === lane);
    if (!head || head.state === 'refused' || isHeldUp(head, all)) return { settled, pause: null };
    const item: Item = { ...head, state: 'sending', sends: head.sends + 1 };
    if (!(await change(options.db, item))) continue;
    options.onChange?.();
    try {
      await settle(item, await sendItem(item, options), options.db);
    } catch (error) {
      await change(options.db, { ...item, state: 'waiting' });
      // No reason to wait for a network: whoever sees to the room is told.
      if (isFull(error)) throw error;
      return { settled, pause: pauseOf(error) };
    } finally {
      options.onChange?.();
    }
  }
}

/** Not what another tab has ended, or the driver has done anew, since it was read here. */
const isStill = (stored: Item | undefined, item: Item): boolean =>
  stored?.id === item.id && (stored.state === 'waiting' || stored.state === 'sending');

async function change(db: OfflineDatabase, item: Item): Promise<boolean> {
  const tx = db.transaction('items', 'readwrite');
  const still = isStill(await tx.store.get(item.seq), item);
  if (still) await tx.store.put(item);
  await tx.done;
  return still;
}

/** Work begins before deliveries are accepted, and ends after them: driver and shift wait for what came before them. */
function isHeldUp(item: Item, all: readonly Item[]): boolean {
  const before = all.filter((other) => other.seq < item.seq);
  if (item.lane !== driverLane)
    return before.some(({ lane, state }) => lane === driverLane && state !== 'refused');
  const stopped = new Set(all.filter(({ state }) => state === 'refused').map(({ lane }) => lane));
  return before.some(({ lane }) => lane !== driverLane && !stopped.has(lane));
}

/** The answer, the server's copy and the end of the item are kept in one step. */
async function settle(item: Item, outcome: Outcome, db: OfflineDatabase): Promise<void> {
  if (outcome.kind === 'refused' && isEarly(item, outcome)) throw new Error('the server is not there yet');
  const tx = db.transaction(['items', 'deliveries', 'day', 'files'], 'readwrite');
  const { deed } = item;
  const items = tx.objectStore('items');
  if (!isStill(await items.get(item.seq), item)) return tx.done;
  await items.put(
    outcome.kind === 'done'
      ? { ...item, state: 'done', serverTime: outcome.serverTime, refusal: null }
      : { ...item, state: 'refused', refusal: outcome.refusal },
  );
  const deliveries = tx.objectStore('deliveries');
  if (deed.entity === 'delivery') {
    const kept = await deliveries.get(deed.entityId);
    const thing = outcome.thing as Delivery | null;
    if (thing && (!kept || thing.version >= kept.delivery.version))
      await deliveries.put({ id: thing.id, delivery: thing, stale: false, gone: false });
    else if (kept) await deliveries.put({ ...kept, stale: true });
  } else if (outcome.thing) await putStateful(tx.objectStore('day'), deed.entity, outcome.thing);
  if (outcome.kind === 'done' && deed.kind === 'proof' && deed.fileId)
    await tx.objectStore('files').delete(deed.fileId);
  await tx.done;
}

async function putStateful(
  day: { get(key: string): Promise<unknown>; put(value: unknown, key: string): Promise<unknown> },
  entity: 'driver' | 'shift',
  thing: Stateful,
): Promise<void> {
  if (entity === 'driver') {
    const known = (await day.get('driver')) as Stateful | undefined;
    if (!known || known.version <= thing.version) await day.put({ ...known, ...thing }, 'driver');
    return;
  }
  const shifts = ((await day.get('shifts')) as Shift[] | undefined) ?? [];
  await day.put(
    shifts.map((shift) => (shift.id === thing.id ? (thing as Shift) : shift)),
    'shifts',
  );
}

function isEarly({ deed, seen, sends }: Item, { refusal }: Extract<Outcome, { kind: 'refused' }>): boolean {
  if (deed.entity === 'delivery' || sends >= PATIENCE_SENDS) return false;
  const { code, now } = refusal;
  // It became free or busy between two questions.
  if (code === 'changed') return now !== null && sameAsSeen(seen, now);
  return now?.state === 'busy' || code === 'driver_has_deliveries';
}

function pauseOf(error: unknown): Pause {
  if (error instanceof ApiError) return error.status === 401 ? 'signed_out' : 'server';
  return error instanceof Error && error.message === 'the server is not there yet' ? 'server' : 'offline';
}
