import type { HttpClient } from '../../../client/src/index.ts';
import type { OfflineDatabase } from './database.ts';
import type { Delivery, Item } from './model.ts';
import type { DevicePorts } from './record.ts';
import { readSeen } from './send-item.ts';

/** The driver gives up what was refused. It stays readable on the device; what follows it is sent next. */
export async function drop(db: OfflineDatabase, seq: number, nowMs: number): Promise<void> {
  const tx = db.transaction('items', 'readwrite');
  const item = await tx.store.get(seq);
  if (item?.state === 'refused') await tx.store.put(dropped(item, nowMs));
  await tx.done;
}

const dropped = (item: Item, nowMs: number): Item => ({
  ...item,
  state: 'dropped',
  droppedTime: new Date(nowMs).toISOString(),
});

/** The refused deed and everything that waits behind it on the same stop. */
export async function dropLane(db: OfflineDatabase, seq: number, nowMs: number): Promise<void> {
  const tx = db.transaction('items', 'readwrite');
  const item = await tx.store.get(seq);
  if (item?.state === 'refused')
    for (const one of await tx.store.index('lane').getAll(item.lane))
      if (one.seq >= seq && (one.state === 'refused' || one.state === 'waiting'))
        await tx.store.put(dropped(one, nowMs));
  await tx.done;
}

/**
 * Does the deed again, now, on what the server has now: the driver has been shown it. Times of the first try are kept.
 * `text` is another code than the refused one.
 * @throws a network error when the present state cannot be read
 */
export async function redo(
  { db, http, ports }: { db: OfflineDatabase; http: HttpClient; ports: DevicePorts },
  seq: number,
  text?: string,
): Promise<void> {
  const refused = await db.get('items', seq);
  if (refused?.state !== 'refused') return;
  const { thing, seen } = await readSeen(refused.deed, http);
  const tx = db.transaction(['items', 'deliveries'], 'readwrite');
  const items = tx.objectStore('items');
  const item = await items.get(seq);
  if (item?.state === 'refused' && item.refusal) {
    const deed = item.deed.kind === 'proof' && text ? { ...item.deed, text } : item.deed;
    const again: Item = {
      ...item,
      deed,
      id: ports.newId(),
      deviceTime: new Date(ports.nowMs()).toISOString(),
      seen,
      state: 'waiting',
      sends: 0,
      refusal: null,
      earlier: [...item.earlier, { deviceTime: item.deviceTime, refusal: item.refusal }],
    };
    await items.put(again);
    if (deed.entity === 'delivery') {
      const delivery = thing as Delivery;
      await tx.objectStore('deliveries').put({ id: delivery.id, delivery, stale: false, gone: false });
      await seeAgain(items, again);
    }
  }
  await tx.done;
}

/** What follows was seen by the driver together with the refused deed, and is now done on the new state as well. */
async function seeAgain(
  items: {
    index(name: 'lane'): { getAll(lane: string): Promise<Item[]> };
    put(item: Item): Promise<unknown>;
  },
  { lane, seq, seen }: Item,
): Promise<void> {
  for (const item of await items.index('lane').getAll(lane))
    if (item.seq > seq && item.state === 'waiting')
      await items.put({ ...item, seen: { ...item.seen, facts: seen.facts } });
}
