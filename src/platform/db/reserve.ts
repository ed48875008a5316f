import type postgres from 'postgres';

/** The driver's own handle of one physical connection, as it gives it to `onexecute`. */
interface Handle {
  queue: { remove(handle: Handle): void };
  /** Called when it is idle; without `release` it goes back to the pool once no transaction is open. */
  reserved: ((() => void) & { release?: boolean }) | null;
  onclose: ((error: Error) => void) | null;
  /** Whether more may be sent before the answer. */
  execute(query: Sendable): boolean;
}

interface Sendable {
  state?: { pid: number | null } | null;
  handler(query: Sendable): void;
  execute(): Promise<unknown>;
  reject(error: Error): void;
}

export interface Reserved {
  /** Statements on this connection alone, each checked at the moment that it is sent. */
  sql: postgres.ISql<any>;
  /** Why the connection is gone; undefined as long as it lives. */
  lost(): Error | undefined;
  /** Sends the last statement. It must leave no transaction open; the connection then goes back to the pool. */
  finish(statement: string): Promise<{ command: string }>;
}

const nowhere = { remove: () => {} };

/**
 * Takes a connection out of the pool with its first statement, and does not wait for the answer to that one.
 *
 * The driver's own `reserve` loses requests that wait while a connection breaks, and its `begin` costs a round trip.
 * Here the first statement queues like any other, and the connection is ours from the moment that it is sent. The
 * driver reopens a lost connection under the same handle, and a returned one serves somebody else; work that went on
 * there would write outside of its transaction, statement by statement. So after a loss or the end every further
 * statement is refused, however late the code that sends it wakes up.
 * @param session keeps the connection also while no transaction is open
 */
export function reserve(
  pool: postgres.Sql<any>,
  first: string,
  { session = false }: { session?: boolean } = {},
): Promise<Reserved> {
  return new Promise((resolve, reject) => {
    let taken = false;
    const opening = pool.unsafe(first, [], {
      onexecute(handle: Handle) {
        taken = true;
        resolve(take(pool, handle, opening as never, session));
        // Tells the driver to send nothing of others behind it.
        return false;
      },
    } as never);
    const unowned = () => new NotReserved((opening as unknown as Sendable).state?.pid ?? undefined);
    opening.execute().then(
      () => taken || reject(unowned()),
      (error: Error) => {
        if (!taken) reject((error as { code?: string }).code === 'UNSAFE_TRANSACTION' ? unowned() : error);
      },
    );
  });
}

/** The driver was too busy on that connection to hand it out: its transaction is open and belongs to nobody. */
export class NotReserved extends Error {
  /** The server's process of that connection. */
  readonly pid: number | undefined;
  constructor(pid: number | undefined) {
    super('The connection was too busy to be reserved');
    this.pid = pid;
  }
}

function take(
  pool: postgres.Sql<any>,
  handle: Handle,
  opening: Promise<unknown>,
  session: boolean,
): Reserved {
  let lost: Error | undefined;
  let over = false;
  let full = false;
  const waiting: Sendable[] = [];
  opening.catch((error: Error) => {
    lost ??= error;
  });
  handle.queue.remove(handle);
  handle.queue = nowhere;
  handle.onclose = (error) => {
    lost = error ?? new Error('The connection to the database was lost');
    for (const query of waiting.splice(0)) query.reject(lost);
  };
  const idle = Object.assign(
    () => {
      full = false;
      while (!full && waiting.length > 0) full = !handle.execute(waiting.shift()!);
    },
    { release: session },
  );
  handle.reserved = idle;

  const send = (query: Sendable) => {
    if (lost) query.reject(lost);
    else if (full) waiting.push(query);
    else full = !handle.execute(query);
  };
  const sendChecked = (query: Sendable) => {
    if (over) query.reject(new Error('This transaction or connection was already given back'));
    else send(query);
  };
  const bound = <T>(made: T, handler: (query: Sendable) => void): T => {
    const query = made as unknown as Sendable;
    if (typeof query?.execute === 'function' && typeof query.handler === 'function') query.handler = handler;
    return made;
  };

  const sql = new Proxy(pool, {
    apply: (target, _self, args) => bound(Reflect.apply(target as never, undefined, args), sendChecked),
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property);
      if (property !== 'unsafe' && property !== 'file') return value;
      return (...args: unknown[]) => bound(Reflect.apply(value as never, target, args), sendChecked);
    },
  });
  return {
    sql,
    lost: () => lost,
    finish(statement) {
      const sendLast = (query: Sendable) => {
        // Whatever is sent from now on would run after the transaction.
        over = true;
        idle.release = false;
        send(query);
      };
      return bound(pool.unsafe(statement), sendLast).execute() as never;
    },
  };
}
