import type { DevicePosition, PositionStore } from '../../../client/src/live/position-queue.ts';
import type { OfflineDatabase } from './database.ts';

/** Positions in the device's database: only what came or went is written, one write after the other. */
export class StoredPositions implements PositionStore {
  readonly #db: OfflineDatabase;
  readonly #keys = new Map<DevicePosition, number>();
  #writing: Promise<void> = Promise.resolve();

  constructor(db: OfflineDatabase) {
    this.#db = db;
  }

  async load(): Promise<DevicePosition[]> {
    const tx = this.#db.transaction('positions');
    const [keys, positions] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
    for (const [index, position] of positions.entries()) this.#keys.set(position, keys[index] as number);
    return positions;
  }

  save(positions: readonly DevicePosition[]): Promise<void> {
    const next = this.#writing.then(() => this.#write(positions));
    this.#writing = next.catch(() => undefined);
    return next;
  }

  /** Resolves when everything saved so far is on the device. */
  written(): Promise<void> {
    return this.#writing;
  }

  async #write(positions: readonly DevicePosition[]): Promise<void> {
    const wanted = new Set(positions);
    const tx = this.#db.transaction('positions', 'readwrite');
    const gone = [...this.#keys].filter(([position]) => !wanted.has(position));
    for (const [, key] of gone) await tx.store.delete(key);
    const added: [DevicePosition, number][] = [];
    for (const position of positions)
      if (!this.#keys.has(position)) added.push([position, await tx.store.add(position)]);
    await tx.done;
    for (const [position] of gone) this.#keys.delete(position);
    for (const [position, key] of added) this.#keys.set(position, key);
  }
}
