import type { Queryable } from '../../platform/db/database.ts';
import { readInside } from './queries/geofences.ts';
import { readLastPositions } from './queries/last-positions.ts';
import { type DeviceMemory, newMemory } from './rules/check.ts';

/**
 * What is remembered of each device between its fixes; read from the last positions when it is not. Two
 * generations: when the young one is full it becomes the old one, and what nobody asked for meanwhile goes.
 */
export class DeviceCache {
  readonly #maxDevices: number;
  #young = new Map<string, DeviceMemory>();
  #old = new Map<string, DeviceMemory>();

  constructor(maxDevices: number) {
    this.#maxDevices = maxDevices;
  }

  async get(sql: Queryable, deviceIds: readonly string[]): Promise<Map<string, DeviceMemory>> {
    const found = new Map<string, DeviceMemory>();
    const unknown = new Set<string>();
    for (const id of deviceIds) {
      if (found.has(id) || unknown.has(id)) continue;
      const memory = this.#find(id);
      if (memory === undefined) unknown.add(id);
      else found.set(id, memory);
    }
    if (unknown.size > 0) await this.#load(sql, [...unknown], found);
    return found;
  }

  /** Another process has moved these, or a write of ours failed: read them again. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#young.delete(id);
      this.#old.delete(id);
    }
  }

  #find(id: string): DeviceMemory | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    if (old !== undefined) this.#remember(id, old);
    return old;
  }

  #remember(id: string, memory: DeviceMemory): void {
    if (this.#young.size >= this.#maxDevices) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(id, memory);
  }

  async #load(sql: Queryable, ids: readonly string[], found: Map<string, DeviceMemory>): Promise<void> {
    const [rows, inside] = await Promise.all([readLastPositions(sql, ids), readInside(sql, ids)]);
    const stays = Map.groupBy(inside, (one) => one.deviceId);
    const last = new Map(rows.map((row) => [row.deviceId, row]));
    for (const id of ids) {
      // Another batch may have loaded it meanwhile and moved on.
      let memory = this.#find(id);
      if (memory === undefined) {
        const row = last.get(id);
        memory = newMemory(
          row === undefined ? null : { lat: row.lat, lng: row.lng, timeMs: row.deviceTime.getTime() },
        );
        memory.odometerMeters = row?.odometerMeters ?? 0;
        if (memory.anchor !== null && row?.stoppedSince)
          memory.anchor = { ...memory.anchor, timeMs: row.stoppedSince.getTime() };
        for (const one of stays.get(id) ?? []) {
          memory.inside.set(one.geofenceId, { sinceMs: one.enteredAt.getTime(), dwelled: one.dwelled });
        }
        this.#remember(id, memory);
      }
      found.set(id, memory);
    }
  }
}
