import { compareCursors, type EventPage, type EventSource, type RealtimeEvent } from './contracts.ts';

/** Events of one process, kept in memory: for tests, benches, and hubs that carry positions only. */
export class MemoryEvents implements EventSource {
  readonly #events: RealtimeEvent[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #kept: number;
  #last = 0;

  constructor(kept = 10_000) {
    this.#kept = kept;
  }

  publish(name: string, topics: readonly string[], data: unknown, time: string): string {
    this.#last++;
    const cursor = String(this.#last);
    this.#events.push({ cursor, topics, name, time, data });
    if (this.#events.length > this.#kept) this.#events.shift();
    for (const wake of this.#listeners) wake();
    return cursor;
  }

  async latestCursor(): Promise<string> {
    return String(this.#last);
  }

  async readSince(cursor: string, limit: number, topics?: readonly string[]): Promise<EventPage> {
    const latest = String(this.#last);
    const oldest = this.#events[0]?.cursor;
    if (oldest !== undefined && Number(cursor) + 1 < Number(oldest)) {
      return { events: [], cursor: latest, expired: true };
    }
    const wanted = topics === undefined ? null : new Set(topics);
    const events: RealtimeEvent[] = [];
    for (const event of this.#events) {
      if (compareCursors(event.cursor, cursor) <= 0) continue;
      if (wanted !== null && !event.topics.some((topic) => wanted.has(topic))) continue;
      events.push(event);
      if (events.length === limit) return { events, cursor: event.cursor, expired: false };
    }
    return { events, cursor: latest, expired: false };
  }

  onChange(wake: () => void): () => void {
    this.#listeners.add(wake);
    return () => this.#listeners.delete(wake);
  }
}
