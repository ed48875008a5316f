import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import type { StoredEvent } from './outbox.ts';

/**
 * Listens to events of any module. Each subscriber keeps a cursor of its own; its effects in the database and the
 * step of the cursor commit together, so each event takes effect there exactly once, in order for each entity.
 */
export interface Subscriber {
  /** `deliveries.countStates`: its file is subscribers/countStates.ts. */
  name: string;
  /** Names of events, or `*` for all. */
  events: readonly string[] | '*';
  /** Gets what is new in order, at most `batchSize` at once. Throwing rolls all of it back; it is tried again. */
  handle(batch: { tx: Transaction; events: StoredEvent[]; ctx: Context }): Promise<void>;
  batchSize?: number;
}

export function defineSubscriber(subscriber: Subscriber): Subscriber {
  return subscriber;
}
