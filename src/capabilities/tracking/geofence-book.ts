import type { Queryable } from '../../platform/db/database.ts';
import { geofencesChange, readGeofences } from './queries/geofences.ts';
import { GeofenceIndex } from './rules/geofence.ts';

const CHECK_EVERY_MS = 1_000;

/** The geofences in force, indexed; looks once a second whether any process has changed them. */
export class GeofenceBook {
  #index = new GeofenceIndex([]);
  #change = '';
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | null = null;

  /** Waits only the first time and after `invalidate`; otherwise a change is seen by the batch after it. */
  async current(sql: Queryable, nowMs: number): Promise<GeofenceIndex> {
    const age = Math.abs(nowMs - this.#checkedAtMs);
    if (age >= CHECK_EVERY_MS) {
      const mustWait = this.#checkedAtMs === Number.NEGATIVE_INFINITY;
      this.#checkedAtMs = nowMs;
      this.#checking ??= this.#check(sql).finally(() => {
        this.#checking = null;
      });
      if (mustWait) await this.#checking;
      // One that fails in the background is tried again with the next look.
      else this.#checking.catch(() => {});
    }
    return this.#index;
  }

  /** This process changed one: the next batch sees it. */
  invalidate(): void {
    this.#checkedAtMs = Number.NEGATIVE_INFINITY;
  }

  async #check(sql: Queryable): Promise<void> {
    const change = await geofencesChange(sql);
    if (change === this.#change) return;
    this.#index = new GeofenceIndex(await readGeofences(sql));
    this.#change = change;
  }
}
