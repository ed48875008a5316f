import { HttpClient } from '../../client/src/http.ts';
import { ApiError } from '../../client/src/problem.ts';
import { LiveClient } from '../../client/src/live/live-client.ts';
import type { LivePosition, WorldChange } from '../../client/src/live/world.ts';
import { openStates } from '../../client/src/delivery-states.ts';
import type { Parcel, Town, TownEvent } from './town.ts';

export interface FeedParts {
  town: Town;
  token: () => string | Promise<string>;
  onEvents(events: readonly TownEvent[]): void;
  onPositions(change: WorldChange): void;
  /** Everything was read anew: at the start, and after a connection was lost. */
  onReload(): void;
  onConnection(connected: boolean): void;
}

interface LastPosition {
  deviceId: string;
  lat: number;
  lng: number;
  headingDegrees: number | null;
}

const eventsMillis = 700;
const recountMillis = 30_000;
const unknownAtOnce = 30;
const mostParcels = 1000;
const wait = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Keeps the town as the server has it: what is open, what happens, where everyone is. */
export class Feed {
  readonly api: HttpClient;
  readonly live: LiveClient;
  readonly #parts: FeedParts;
  #cursor = '';

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.api = new HttpClient({
      baseUrl: location.origin,
      token: () => parts.token(),
      tries: 2,
      timeoutMillis: 10_000,
    });
    this.live = new LiveClient({
      url: `${location.origin.replace(/^http/, 'ws')}/v1/live`,
      ticket: async () => (await this.api.post<{ ticket: string }>('/v1/live/tickets')).ticket,
      onPositions: (change) => parts.onPositions(change),
    });
  }

  /** @throws ApiError when the token is refused at the start; after that it goes on trying */
  async start(): Promise<void> {
    await this.#reload();
    this.live.connect();
    this.#parts.onConnection(true);
    this.#follow().catch((error: unknown) => console.error(error));
    setInterval(() => void this.#recount().catch(() => {}), recountMillis);
  }

  async #reload(): Promise<void> {
    const { town } = this.#parts;
    this.#cursor = (await this.#events(1, 'latest')).cursor;
    for await (const { id, name } of this.api.list<{ id: string; name: string }>('/v1/drivers', {
      limit: 200,
    })) {
      town.drivers.set(id, name);
      if (town.drivers.size >= 2000) break;
    }
    town.parcels.clear();
    const done = await this.api.get<{ items: Parcel[] }>('/v1/deliveries', {
      limit: 100,
      state: 'delivered',
    });
    for (const parcel of done.items) town.parcels.set(parcel.id, parcel);
    for await (const parcel of this.api.list<Parcel>('/v1/deliveries', {
      limit: 200,
      state: [...openStates],
    })) {
      town.parcels.set(parcel.id, parcel);
      if (town.parcels.size >= mostParcels) break;
    }
    await this.#lastSeen();
    await this.#recount();
    this.#parts.onReload();
  }

  /** Where everyone was last, for the socket tells only of those who move. */
  async #lastSeen(): Promise<void> {
    const changed: LivePosition[] = [];
    for await (const { deviceId, ...seen } of this.api.list<LastPosition>('/v1/positions', { limit: 200 })) {
      changed.push({ ...seen, id: deviceId, kind: 1, speedMetersPerSecond: null, capturedAtMs: 0 });
      if (changed.length >= mostParcels) break;
    }
    this.#parts.onPositions({ changed, gone: [] });
  }

  /** The events that come are added to the counts; now and then they are read whole. */
  async #recount(): Promise<void> {
    const { items } = await this.api.get<{ items: { state: string; count: number }[] }>(
      '/v1/delivery-counts',
    );
    for (const { state, count } of items) this.#parts.town.counts.set(state, count);
    this.#parts.onEvents([]);
  }

  async #follow(): Promise<void> {
    let connected = true;
    for (;;) {
      try {
        if (!connected) await this.#reload();
        const { items, cursor } = await this.#events(200, this.#cursor);
        this.#cursor = cursor;
        if (!connected) this.#parts.onConnection(true);
        connected = true;
        await this.#learn(items);
        if (items.length > 0) this.#parts.onEvents(items);
        await wait(items.length === 200 ? 50 : eventsMillis);
      } catch (error) {
        if (error instanceof ApiError && error.status < 500 && error.status !== 401) console.error(error);
        if (connected) this.#parts.onConnection(false);
        connected = false;
        await wait(1500);
      }
    }
  }

  #events(limit: number, after: string): Promise<{ items: TownEvent[]; cursor: string }> {
    return this.api.get('/v1/events', { limit, after });
  }

  /** Reads the deliveries of which an event speaks and which were not known. */
  async #learn(events: readonly TownEvent[]): Promise<void> {
    const { parcels } = this.#parts.town;
    const unknown = new Set(
      events
        .filter(({ entity, entityId }) => entity === 'delivery' && !parcels.has(entityId))
        .map((e) => e.entityId),
    );
    if (unknown.size === 0) return;
    const { items } = await this.api.get<{ items: Parcel[] }>('/v1/deliveries', { limit: 200 });
    for (const parcel of items) if (unknown.delete(parcel.id)) parcels.set(parcel.id, parcel);
    const rest = [...unknown].slice(0, unknownAtOnce);
    await Promise.all(
      rest.map(async (id) => {
        const parcel = await this.api.get<Parcel>(`/v1/deliveries/${id}`);
        parcels.set(id, parcel);
      }),
    );
  }
}
