import type { Connection, Subscription } from './connection.ts';
import { compareCursors, type EventSource, type Principal, type RealtimeEvent } from './contracts.ts';
import { frameText } from './frames.ts';

const PAGE = 500;

/**
 * Events by topic, none of them lost. The feed reads the source in order; a subscription that is level
 * with it gets events as they come, any other (new, resumed, or slow) reads from the source until it is
 * level. Nothing waits in memory: what a slow socket has not got is a cursor.
 */
export class Feed<P extends Principal> {
  readonly #source: EventSource;
  readonly #onError: (error: unknown, what: string) => void;
  readonly #topics = new Map<string, Set<Subscription<P>>>();
  readonly #behind = new Set<Connection<P>>();
  #tail = '';
  #reading: Promise<void> | null = null;
  #again = false;
  #stop: (() => void) | null = null;

  constructor(source: EventSource, onError: (error: unknown, what: string) => void) {
    this.#source = source;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    this.#tail = await this.#source.latestCursor();
    this.#stop = this.#source.onChange(() => this.wake());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  get tail(): string {
    return this.#tail;
  }

  get topicCount(): number {
    return this.#topics.size;
  }

  add(subscription: Subscription<P>): void {
    subscription.connection.subscriptions.set(subscription.topic, subscription);
    let subscribers = this.#topics.get(subscription.topic);
    if (subscribers === undefined) {
      subscribers = new Set();
      this.#topics.set(subscription.topic, subscribers);
    }
    subscribers.add(subscription);
    subscription.live = compareCursors(subscription.cursor, this.#tail) >= 0;
    if (!subscription.live) this.#fallBehind(subscription.connection);
  }

  remove(subscription: Subscription<P>): void {
    subscription.connection.subscriptions.delete(subscription.topic);
    const subscribers = this.#topics.get(subscription.topic);
    subscribers?.delete(subscription);
    if (subscribers?.size === 0) this.#topics.delete(subscription.topic);
  }

  forget(connection: Connection<P>): void {
    this.#behind.delete(connection);
    for (const subscription of connection.subscriptions.values()) this.remove(subscription);
  }

  /** Reads what is new. Calls while it reads make it read once more. */
  wake(): void {
    if (this.#reading !== null) {
      this.#again = true;
      return;
    }
    this.#reading = this.#read()
      .catch((error: unknown) => this.#onError(error, 'realtime feed'))
      .finally(() => {
        this.#reading = null;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  /** Goes on with sockets that were slow; called once per tick. */
  retryBehind(): void {
    for (const connection of this.#behind) {
      if (connection.ready()) this.#catchUp(connection);
    }
  }

  async #read(): Promise<void> {
    for (;;) {
      const page = await this.#source.readSince(this.#tail, PAGE);
      for (const event of page.events) this.#dispatch(event);
      this.#tail = page.cursor;
      if (page.events.length < PAGE) return;
    }
  }

  #dispatch(event: RealtimeEvent): void {
    for (const topic of event.topics) {
      const subscribers = this.#topics.get(topic);
      if (subscribers === undefined) continue;
      let frame: Buffer | null = null;
      for (const subscription of subscribers) {
        if (!subscription.live || compareCursors(event.cursor, subscription.cursor) <= 0) continue;
        if (!subscription.connection.ready()) {
          // Everything up to the tail was offered to it; what it misses begins here.
          if (compareCursors(this.#tail, subscription.cursor) > 0) subscription.cursor = this.#tail;
          subscription.live = false;
          this.#fallBehind(subscription.connection);
          continue;
        }
        frame ??= frameEvent(topic, event);
        subscription.connection.writeFrame(frame);
        subscription.cursor = event.cursor;
      }
    }
  }

  #fallBehind(connection: Connection<P>): void {
    this.#behind.add(connection);
    if (connection.ready()) this.#catchUp(connection);
  }

  #catchUp(connection: Connection<P>): void {
    if (connection.catchingUp) return;
    connection.catchingUp = true;
    this.#replay(connection)
      .catch((error: unknown) => this.#onError(error, 'realtime replay'))
      .finally(() => {
        connection.catchingUp = false;
      });
  }

  async #replay(connection: Connection<P>): Promise<void> {
    // A subscription that joins in the same turn is read together with the others.
    await Promise.resolve();
    for (;;) {
      const behind = [...connection.subscriptions.values()].filter((subscription) => !subscription.live);
      if (behind.length === 0 || !connection.open) {
        this.#behind.delete(connection);
        return;
      }
      if (!connection.ready()) return;
      const from = behind.map((one) => one.cursor).reduce((a, b) => (compareCursors(a, b) <= 0 ? a : b));
      const page = await this.#source.readSince(
        from,
        PAGE,
        behind.map((one) => one.topic),
      );
      if (page.expired) {
        for (const one of behind) {
          if (compareCursors(one.cursor, from) > 0) continue;
          one.cursor = page.cursor;
          connection.send({ type: 'resync', topic: one.topic, cursor: page.cursor });
        }
        this.#join(behind);
        continue;
      }
      if (!this.#give(connection, behind, page.events)) return;
      const stuck = page.events.length === 0 && compareCursors(page.cursor, from) <= 0;
      for (const one of behind) {
        if (compareCursors(page.cursor, one.cursor) > 0) one.cursor = page.cursor;
      }
      this.#join(behind);
      if (stuck && behind.some((one) => !one.live)) return;
    }
  }

  /** False when the socket became slow on the way; its subscriptions then stand at what they were given. */
  #give(
    connection: Connection<P>,
    behind: readonly Subscription<P>[],
    events: readonly RealtimeEvent[],
  ): boolean {
    const byTopic = new Map(behind.map((one) => [one.topic, one]));
    for (const event of events) {
      for (const topic of event.topics) {
        const subscription = byTopic.get(topic);
        if (subscription === undefined || connection.subscriptions.get(topic) !== subscription) continue;
        if (compareCursors(event.cursor, subscription.cursor) <= 0) continue;
        if (!connection.ready()) return false;
        connection.writeFrame(frameEvent(topic, event));
        subscription.cursor = event.cursor;
      }
    }
    return true;
  }

  #join(behind: readonly Subscription<P>[]): void {
    for (const one of behind) one.live = compareCursors(one.cursor, this.#tail) >= 0;
  }
}

function frameEvent(topic: string, event: RealtimeEvent): Buffer {
  return frameText(
    JSON.stringify({
      type: 'event',
      topic,
      cursor: event.cursor,
      name: event.name,
      time: event.time,
      data: event.dataFor === undefined ? event.data : event.dataFor(topic),
    }),
  );
}
