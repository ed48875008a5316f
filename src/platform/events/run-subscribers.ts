import type { Context } from '../context.ts';
import { latestCursor, readEvents, type StoredEvent } from './outbox.ts';
import type { Subscriber } from './subscriber.ts';

export interface SubscriberRunner {
  /** Look now instead of at the next poll; called after a commit in the same process. */
  nudge(): void;
  /** Resolves when every subscriber has handled what was committed before the call. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const pollMilliseconds = 200;
const defaultBatchSize = 200;
/** Tries after which an event that a subscriber cannot bear is parked. */
const maxFailures = 8;

/**
 * Runs every subscriber until stopped. Any number of processes may do so: the cursor's row lock lets one at a time
 * work for a subscriber, and another takes over when it dies.
 */
export function runSubscribers(ctx: Context, subscribers: readonly Subscriber[]): SubscriberRunner {
  let stopped = false;
  let wake: (() => void) | undefined;
  /** The newest event when all had nothing left; as long as it stays the newest, one small query a poll is enough. */
  let handledUpTo: string | undefined;

  async function loop(): Promise<void> {
    while (!stopped) {
      let busy = false;
      try {
        const latest = await latestCursor(ctx.db.sql);
        if (latest !== handledUpTo) {
          const outcomes: Outcome[] = [];
          for (const subscriber of subscribers) if (!stopped) outcomes.push(await step(ctx, subscriber));
          busy = outcomes.includes('more');
          if (outcomes.every((outcome) => outcome === 'done')) handledUpTo = latest;
        }
      } catch (error) {
        ctx.log.warn({ err: error }, 'Subscribers could not read events');
      }
      if (!busy && !stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMilliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  }
  const running = loop();
  return {
    nudge: () => wake?.(),
    async drain() {
      for (const subscriber of subscribers) while ((await step(ctx, subscriber)) === 'more');
    },
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}

/** `more`: call again now. `later`: failed or held by another process, call again after a while. */
export type Outcome = 'done' | 'more' | 'later';

/** Handles one batch. */
export async function step(ctx: Context, subscriber: Subscriber): Promise<Outcome> {
  const batchSize = subscriber.batchSize ?? defaultBatchSize;
  try {
    return await handleBatch(ctx, subscriber, batchSize);
  } catch (error) {
    ctx.log.warn({ err: error, subscriber: subscriber.name }, 'A subscriber failed; its events stay');
    return await afterFailure(ctx, subscriber, error);
  }
}

async function handleBatch(ctx: Context, subscriber: Subscriber, batchSize: number): Promise<Outcome> {
  return ctx.db.transaction(async (tx) => {
    const cursor = await lockCursor(tx, subscriber.name);
    if (!cursor) return 'later';
    const limit = cursor.failures > 0 ? 1 : batchSize;
    const events = await readEvents(tx, { after: cursor.position, limit });
    const last = events.at(-1);
    if (!last) return 'done';
    const wanted =
      subscriber.events === '*' ? events : events.filter(({ name }) => subscriber.events.includes(name));
    if (wanted.length > 0) await subscriber.handle({ tx, events: wanted, ctx });
    await moveCursor(tx, subscriber.name, last);
    return events.length === limit ? 'more' : 'done';
  });
}

/** After repeated failure one event at a time is tried, and in the end the one that cannot be borne is parked. */
async function afterFailure(ctx: Context, subscriber: Subscriber, error: unknown): Promise<Outcome> {
  const message = error instanceof Error ? error.message : String(error);
  return ctx.db.transaction(async (tx) => {
    const cursor = await lockCursor(tx, subscriber.name);
    if (!cursor) return 'later';
    const failures = cursor.failures + 1;
    if (failures > maxFailures) {
      const [event] = await readEvents(tx, { after: cursor.position, limit: 1 });
      if (!event) return 'done';
      const [transactionId] = event.cursor.split('.');
      await tx`
        insert into platform.parked_events (subscriber, transaction_id, event_id, error)
        values (${subscriber.name}, ${transactionId!}::text::xid8, ${event.id}, ${message}) on conflict do nothing`;
      await moveCursor(tx, subscriber.name, event);
      ctx.log.error({ err: error, subscriber: subscriber.name, event }, 'An event was parked');
      return 'more';
    }
    const waitSeconds = Math.min(0.1 * 2 ** failures, 30);
    await tx`
      update platform.subscribers set failures = ${failures}, last_error = ${message},
        retry_at = clock_timestamp() + make_interval(secs => ${waitSeconds})
      where name = ${subscriber.name}`;
    return 'later';
  });
}

type Tx = Parameters<Subscriber['handle']>[0]['tx'];

async function lockCursor(tx: Tx, name: string): Promise<{ position: string; failures: number } | undefined> {
  const select = () => tx<{ position: string; failures: number }[]>`
    select transaction_id || '.' || event_id as position, failures from platform.subscribers
    where name = ${name} and retry_at <= clock_timestamp()
    for update skip locked`;
  const [row] = await select();
  if (row) return row;
  const added =
    await tx`insert into platform.subscribers (name) values (${name}) on conflict do nothing returning name`;
  if (added.length === 0) return undefined;
  const [fresh] = await select();
  return fresh;
}

async function moveCursor(tx: Tx, name: string, event: StoredEvent): Promise<void> {
  const [transactionId, id] = event.cursor.split('.');
  tx.withCommit(tx`
    update platform.subscribers set transaction_id = ${transactionId!}::text::xid8, event_id = ${id!}::bigint,
      failures = 0, last_error = null, retry_at = '-infinity', updated_at = clock_timestamp()
    where name = ${name}`);
}

/** Sets a subscriber back, so that it handles everything after the cursor again. */
export async function replay(ctx: Pick<Context, 'db'>, name: string, after: string): Promise<boolean> {
  const [transactionId, id] = after.split('.');
  const rows = await ctx.db.sql`
    update platform.subscribers set transaction_id = ${transactionId!}::text::xid8, event_id = ${id!}::bigint,
      failures = 0, retry_at = '-infinity'
    where name = ${name} returning name`;
  return rows.length > 0;
}
