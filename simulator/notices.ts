import type { HttpClient } from '../client/src/http.ts';
import type { SimClock } from './clock.ts';
import type { ApiEvent } from './types.ts';

type Listener = (event: ApiEvent) => void;

/** Follows what happens, as an app does by its push messages: one reader for all actors of the simulation. */
export class Notices {
  readonly #listeners: Listener[] = [];
  readonly #api: HttpClient;
  readonly #clock: SimClock;
  #cursor = 'latest';

  constructor(api: HttpClient, clock: SimClock) {
    this.#api = api;
    this.#clock = clock;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Fixes from where on it follows. Call before the state of things is read, so that nothing falls between. */
  async begin(): Promise<void> {
    this.#cursor = (await this.#read(1)).cursor;
  }

  async run(): Promise<void> {
    const pageSize = 500;
    const idleMillis = Math.min(1000, Math.max(250, 1000 / this.#clock.speed));
    for (;;) {
      const { items, cursor } = await this.#read(pageSize);
      this.#cursor = cursor;
      for (const event of items) for (const listener of this.#listeners) listener(event);
      if (items.length < pageSize) await this.#clock.sleepReal(idleMillis);
    }
  }

  #read(limit: number): Promise<{ items: ApiEvent[]; cursor: string }> {
    return this.#api.get('/v1/events', { after: this.#cursor, limit });
  }
}
