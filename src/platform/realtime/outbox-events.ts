import type { Context } from '../context.ts';
import { latestCursor, readEvents, type StoredEvent } from '../events/outbox.ts';
import { type LiveChannel, topicsOf } from './channel.ts';
import type { EventPage, EventSource, RealtimeEvent } from './contracts.ts';

const POLL_MILLIS = 200;
const PAGE = 500;
/** A reader this many events behind begins anew with a snapshot: cheaper for both than to read them all. */
const MAX_SCANNED = 20_000;

/** The platform's outbox as the live socket reads it. */
export function outboxEvents(ctx: Pick<Context, 'db'>, channels: readonly LiveChannel[]): EventSource {
  const read = async (cursor: string, limit: number): Promise<StoredEvent[]> =>
    await readEvents(ctx.db.sql, { after: cursor, limit });

  return {
    latestCursor: () => latestCursor(ctx.db.sql),
    async readSince(cursor, limit, topics): Promise<EventPage> {
      if (topics === undefined) {
        const events = await read(cursor, limit);
        return {
          events: events.map((event) => toLive(channels, event)),
          cursor: events.at(-1)?.cursor ?? cursor,
          expired: false,
        };
      }
      return await readTopics(read, channels, cursor, limit, new Set(topics));
    },
    onChange(wake) {
      const timer = setInterval(wake, POLL_MILLIS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

async function readTopics(
  read: (cursor: string, limit: number) => Promise<StoredEvent[]>,
  channels: readonly LiveChannel[],
  from: string,
  limit: number,
  topics: ReadonlySet<string>,
): Promise<EventPage> {
  const events: RealtimeEvent[] = [];
  let cursor = from;
  for (let scanned = 0; scanned < MAX_SCANNED; scanned += PAGE) {
    const page = await read(cursor, PAGE);
    for (const stored of page) {
      cursor = stored.cursor;
      const event = toLive(channels, stored);
      if (!event.topics.some((topic) => topics.has(topic))) continue;
      events.push(event);
      if (events.length === limit) return { events, cursor, expired: false };
    }
    if (page.length < PAGE) return { events, cursor, expired: false };
  }
  return { events: [], cursor, expired: true };
}

function toLive(channels: readonly LiveChannel[], event: StoredEvent): RealtimeEvent {
  const happened = {
    entity: event.entity,
    id: event.entityId,
    sequence: event.sequence,
    action: event.action,
    fromState: event.fromState,
    toState: event.toState,
    deviceTime: event.deviceTime?.toISOString() ?? null,
  };
  const hides = (topic: string): boolean =>
    channels.some(
      ({ name, payload }) => payload === 'hidden' && (topic === name || topic.startsWith(`${name}:`)),
    );
  return {
    cursor: event.cursor,
    topics: topicsOf(channels, event),
    name: event.name,
    time: event.serverTime.toISOString(),
    data: { ...happened, payload: event.payload },
    dataFor: (topic) => ({ ...happened, payload: hides(topic) ? {} : event.payload }),
  };
}
