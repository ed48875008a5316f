import { ApiError, call, type HttpClient } from '../../../client/src/index.ts';
import type { Day, OfflineDatabase } from './database.ts';
import type { Delivery } from './model.ts';

const held = ['assigned', 'accepted', 'picked_up', 'in_transit', 'arrived', 'failed', 'returning'] as const;
const final: readonly string[] = ['delivered', 'cancelled', 'returned'];

export interface RefreshOptions {
  db: OfflineDatabase;
  http: HttpClient;
  driverId: string;
  nowMs(): number;
}

/** Reads the day from the server. What waits on the device is laid over it, never overwritten by it. */
export async function refresh({ db, http, driverId, nowMs }: RefreshOptions): Promise<void> {
  const of = { path: { id: driverId } };
  const [driver, route, offers, shifts, lifecycles, deliveries] = await Promise.all([
    call(http, 'deliveries.getDriver', of),
    call(http, 'deliveries.getRoute', of),
    call(http, 'deliveries.listOffers', of),
    call(http, 'deliveries.listShifts', { query: { driverId, state: 'planned,active', limit: '20' } }),
    call(http, 'platform.listLifecycles'),
    listHeld(http, driverId),
  ]);
  const missing = await readMissing(db, http, deliveries);
  const tx = db.transaction(['day', 'deliveries'], 'readwrite');
  const day = tx.objectStore('day');
  const parts: Day = {
    driver,
    shifts: shifts.items,
    offers: offers.items,
    route: route.items,
    lifecycles: lifecycles.items.filter(({ entity }) => ['delivery', 'driver', 'shift'].includes(entity)),
    readAtMs: nowMs(),
  };
  for (const [name, part] of Object.entries(parts)) await day.put(part, name);
  const store = tx.objectStore('deliveries');
  for (const delivery of [...deliveries, ...missing.found]) {
    const kept = await store.get(delivery.id);
    // An answer to an action may have come while this was on its way.
    if (!kept || kept.delivery.version <= delivery.version)
      await store.put({ id: delivery.id, delivery, stale: false, gone: delivery.driverId !== driverId });
  }
  for (const id of missing.gone) {
    const kept = await store.get(id);
    if (kept) await store.put({ ...kept, gone: true });
  }
  await tx.done;
}

async function listHeld(http: HttpClient, driverId: string): Promise<Delivery[]> {
  const items: Delivery[] = [];
  const query = { driverId, state: held.join(','), limit: '100' };
  for await (const delivery of http.list<Delivery>('/v1/deliveries', query)) items.push(delivery);
  return items;
}

/** What was here and is not in the list: delivered meanwhile, taken back, or given to somebody else. */
async function readMissing(
  db: OfflineDatabase,
  http: HttpClient,
  listed: readonly Delivery[],
): Promise<{ found: Delivery[]; gone: string[] }> {
  const ids = new Set(listed.map(({ id }) => id));
  const absent = (await db.getAll('deliveries')).filter(
    ({ id, gone, delivery }) => !gone && !ids.has(id) && !final.includes(delivery.state),
  );
  const found: Delivery[] = [];
  const gone: string[] = [];
  for (const { id } of absent) {
    try {
      found.push(await call(http, 'deliveries.getDelivery', { path: { id } }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      gone.push(id);
    }
  }
  return { found, gone };
}

/** Takes away what is over since so long; what a driver has not settled stays for ever. */
export async function forget(db: OfflineDatabase, beforeMs: number): Promise<void> {
  const tx = db.transaction(['items', 'deliveries', 'files'], 'readwrite');
  const items = tx.objectStore('items');
  const open = new Set<string>();
  for (const item of await items.getAll()) {
    const isOver = item.state === 'done' || item.state === 'dropped';
    if (isOver && Date.parse(item.droppedTime ?? item.serverTime ?? item.deviceTime) < beforeMs) {
      await items.delete(item.seq);
      if (item.deed.kind === 'proof' && item.deed.fileId)
        await tx.objectStore('files').delete(item.deed.fileId);
    } else if (!isOver) open.add(item.deed.entityId);
  }
  const deliveries = tx.objectStore('deliveries');
  for (const { id, delivery, gone } of await deliveries.getAll())
    if (
      (gone || final.includes(delivery.state)) &&
      !open.has(id) &&
      Date.parse(delivery.updatedAt) < beforeMs
    )
      await deliveries.delete(id);
  await tx.done;
}
