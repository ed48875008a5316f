import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { DevicePosition } from '../../../client/src/live/position-queue.ts';
import type { Delivery, Driver, Item, Lifecycle, Offer, RouteStop, Shift, StoredFile } from './model.ts';

/** What was last heard of the server about the day; each part by its name. */
export interface Day {
  driver: Driver;
  shifts: Shift[];
  offers: Offer[];
  route: RouteStop[];
  lifecycles: Lifecycle[];
  /** Device clock, milliseconds, when all of it was read last. */
  readAtMs: number;
}

export interface KeptDelivery {
  id: string;
  delivery: Delivery;
  /** The server counts a version that is not known here yet: read it again before relying on `version`. */
  stale: boolean;
  /** It is not with this driver any more. */
  gone: boolean;
}

export interface OfflineSchema extends DBSchema {
  items: { key: number; value: Item; indexes: { lane: string; state: string; id: string } };
  deliveries: { key: string; value: KeptDelivery };
  files: { key: string; value: StoredFile };
  day: { key: string; value: unknown };
  positions: { key: number; value: DevicePosition };
}

export type OfflineDatabase = IDBPDatabase<OfflineSchema>;

/** One database for each driver: what one person did is never sent as another. */
export const databaseName = (driverId: string): string => `caravan-driver-${driverId}`;

export function openDatabase(driverId: string): Promise<OfflineDatabase> {
  return openDB<OfflineSchema>(databaseName(driverId), 1, {
    upgrade(db) {
      const items = db.createObjectStore('items', { keyPath: 'seq', autoIncrement: true });
      items.createIndex('lane', 'lane');
      items.createIndex('state', 'state');
      items.createIndex('id', 'id', { unique: true });
      db.createObjectStore('deliveries', { keyPath: 'id' });
      db.createObjectStore('files', { keyPath: 'id' });
      db.createObjectStore('day');
      db.createObjectStore('positions', { autoIncrement: true });
    },
    blocking(_old, _new, event) {
      (event.target as IDBDatabase).close();
    },
  });
}

/** For a driver who leaves this phone with nothing unsent: addresses and names do not stay behind. */
export const eraseDatabase = (driverId: string): Promise<void> => deleteDB(databaseName(driverId));

export async function readDay<Part extends keyof Day>(
  db: OfflineDatabase,
  part: Part,
): Promise<Day[Part] | undefined> {
  return (await db.get('day', part)) as Day[Part] | undefined;
}
