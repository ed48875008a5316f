import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { notifyRights } from './queries/notify.ts';

/** `recheck`: rights changed. `end`: the session is over. */
export interface RightsNotice {
  what: 'recheck' | 'end';
  /** Whose sockets; null: everybody's. */
  userId: string | null;
}

/** Tells all processes that the rights of open sockets have to be asked again. */
export interface RightsBus {
  announce(notice: RightsNotice): void;
  listen(listener: (notice: RightsNotice) => void): () => void;
  /** Whether notices of other processes' transactions arrive at present; what is known of rights may be kept then. */
  listening: boolean;
  /** Set by the composition when there are other processes. */
  sendToOthers: ((notice: RightsNotice) => void) | null;
  receive(notice: RightsNotice): void;
}

const buses = new WeakMap<Context['db'], RightsBus>();

export function rightsBusOf(ctx: Pick<Context, 'db'>): RightsBus {
  let bus = buses.get(ctx.db);
  if (bus === undefined) {
    bus = createBus();
    buses.set(ctx.db, bus);
  }
  return bus;
}

function createBus(): RightsBus {
  const listeners = new Set<(notice: RightsNotice) => void>();
  const bus: RightsBus = {
    sendToOthers: null,
    listening: false,
    announce(notice) {
      bus.receive(notice);
      bus.sendToOthers?.(notice);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive(notice) {
      for (const listener of listeners) listener(notice);
    },
  };
  return bus;
}

/**
 * The same from inside the transaction that changes them: all processes hear of it at its commit, and not without it.
 * Rechecking closes the sockets of sessions that have ended.
 */
export function announceRights(tx: Transaction, ctx: Pick<Context, 'db'>, userId: string | null): void {
  const notice: RightsNotice = { what: 'recheck', userId };
  tx.withCommit(notifyRights(tx, notice));
  tx.afterCommit(() => rightsBusOf(ctx).receive(notice));
}

/**
 * What a user may do has changed (nobody named: what anybody may): open sockets stop showing what they may not show
 * any more, on every node within a second. Call it after the commit.
 */
export function rightsChanged(ctx: Pick<Context, 'db'>, userId: string | null = null): void {
  rightsBusOf(ctx).announce({ what: 'recheck', userId });
}

/** Closes the user's sockets on every node. Call it after the commit. */
export function sessionEnded(ctx: Pick<Context, 'db'>, userId: string): void {
  rightsBusOf(ctx).announce({ what: 'end', userId });
}
