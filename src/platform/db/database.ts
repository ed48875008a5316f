import postgres from 'postgres';
import { addArrayTypes } from './array-types.ts';
import { sendAsOne, sendLast, unsent, type LastStatement } from './last-statements.ts';
import { openLinks, startupPadding } from './link.ts';
import { NotReserved, reserve, type Reserved } from './reserve.ts';
import { watchLinks } from './watch-links.ts';

/** Runs SQL as tagged templates: the pool, or one transaction on it. Columns arrive in camelCase. */
export type Queryable = postgres.ISql<{ bigint: number; date: string }>;
/** Part of a statement, with its parameters. */
export type Fragment = postgres.Fragment;
/** One open transaction. All that is done with it commits or vanishes together. */
export type Transaction = Queryable & {
  readonly isTransaction: true;
  /**
   * Sends the statement in the same round trip as COMMIT. For the last words of a transaction, whose rows nobody reads.
   * @param explain turns the statement's error into the one that the transaction rejects with
   */
  withCommit(statement: postgres.PendingQuery<any>, explain?: (error: unknown) => unknown): void;
  /** Runs once the transaction has committed, and never otherwise: to tell other processes what is now so. */
  afterCommit(run: () => void): void;
};
export type Row = postgres.Row;

export interface TransactionOptions {
  /** What to send in the same round trip as BEGIN; default read committed. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often a deadlock or serialization failure is tried again; the function must bear it. Default 3. */
  retries?: number;
}

export interface Dedicated {
  sql: Queryable;
  /** Why it is gone, with all that it held; every further statement is refused. */
  lost(): Error | undefined;
  /** Frees its advisory locks and gives it back. */
  release(): Promise<void>;
}

export interface Database {
  /** The pool. Each statement by itself is a transaction. */
  sql: Queryable;
  /** Commits when `work` resolves, rolls back when it rejects. BEGIN costs no round trip of its own. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * The same for work that writes nothing but by `tx.withCommit`, all of it plain inserts into different tables: they
   * are sent as one statement, which is a transaction by itself, and travels among those of others. What the work reads
   * it reads by `sql`, before.
   */
  atOnce<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A connection of its own for what must outlive a statement: advisory locks, COPY. */
  dedicated(): Promise<Dedicated>;
  /** Figures of the pool. `waiting` transactions have no connection yet. */
  stats(): { size: number; inTransaction: number; waiting: number; transactions: number; rollbacks: number };
  close(): Promise<void>;
}

/** Where the database is: an address, or a host (also the folder of a Unix socket) with its login. */
export type ConnectionTarget =
  | string
  | { host: string; port: number; database: string; username: string; password: string };

export interface DatabaseOptions {
  target: ConnectionTarget;
  poolSize: number;
  /**
   * Connections of their own for statements outside of transactions. A few that are always busy carry more than many:
   * the questions of one moment travel together. Without it they share the pool with the transactions.
   */
  readPoolSize?: number;
  statementTimeoutSeconds: number;
  idleInTransactionTimeoutSeconds: number;
  connectTimeoutSeconds: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Waits in milliseconds between tries of a deadlocked transaction; 0..1 comes from it. */
  random?: () => number;
  /** Hears of half-open links that were cut, with the reason. */
  onLinkCut?: (links: number, reason: string) => void;
}

const retryCode = 'CONNECTION_BUSY';
const retriable = new Set(['40001', '40P01', retryCode]);

export function openDatabase(options: DatabaseOptions): Database {
  const links = openLinks();
  const settings = {
    socket: links.open,
    fetch_types: false,
    max_pipeline: 1000,
    connect_timeout: options.connectTimeoutSeconds,
    idle_timeout: 0,
    max_lifetime: null,
    keep_alive: 5,
    // The driver counts tries over all losses of a connection and never from zero again: a growing wait would stay long.
    backoff: () => 0.1,
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null },
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
      date: { to: 1082, from: [1082], serialize: String, parse: (value: string) => value },
    },
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutSeconds * 1000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutSeconds * 1000,
      TimeZone: 'UTC',
      ...startupPadding,
    } as never,
  };
  const { target } = options;
  const connect = (max: number) => {
    const pool =
      typeof target === 'string'
        ? postgres(target, { ...settings, max })
        : postgres({ ...target, ...settings, max });
    addArrayTypes(pool);
    return pool;
  };
  const sql = connect(options.poolSize);
  const reads = options.readPoolSize === undefined ? sql : connect(options.readPoolSize);
  const stopWatching = watchLinks(
    links.all,
    () =>
      typeof target === 'string'
        ? { connectionString: target }
        : { ...target, user: target.username, application_name: `${options.applicationName} link watch` },
    options.onLinkCut ?? (() => {}),
  );
  const stats = { size: options.poolSize, inTransaction: 0, waiting: 0, transactions: 0, rollbacks: 0 };

  async function take(first: string, options?: { session: boolean }): Promise<Reserved> {
    stats.waiting++;
    try {
      return await reserve(sql, first, options);
    } catch (error) {
      // The driver may report the end of the connection's previous life; nothing of this one was sent yet.
      if (/^57P0[123]$/.test((error as { code?: string }).code ?? ''))
        return await reserve(sql, first, options);
      if (!(error instanceof NotReserved)) throw error;
      for (const { pid, socket } of links.all) if (pid === error.pid) socket.destroy();
      throw Object.assign(error, { code: retryCode });
    } finally {
      stats.waiting--;
    }
  }

  async function once<T>(work: (tx: Transaction) => Promise<T>, isolation: string): Promise<T> {
    const connection = await take(`begin isolation level ${isolation}`);
    stats.inTransaction++;
    stats.transactions++;
    const last: LastStatement[] = [];
    const then: (() => void)[] = [];
    let ending = false;
    try {
      const result = await work(transactionOn(connection, last, then));
      ending = true;
      const sent = sendLast(connection.sql, last);
      const [commit] = await Promise.all([connection.finish('commit'), ...sent]);
      // COMMIT after a failed statement answers ROLLBACK without an error.
      if (commit.command !== 'COMMIT') throw new Error('A statement failed earlier in this transaction');
      for (const run of then) run();
      return result;
    } catch (error) {
      stats.rollbacks++;
      if (!ending && !connection.lost()) await connection.finish('rollback').catch(() => {});
      throw connection.lost() ?? error;
    } finally {
      stats.inTransaction--;
    }
  }

  async function atOnce<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    stats.transactions++;
    const last: LastStatement[] = [];
    const then: (() => void)[] = [];
    try {
      const result = await work(transactionOn({ sql: unsent(sql) }, last, then));
      if (last.length > 0) await sendAsOne(sql, last);
      for (const run of then) run();
      return result;
    } catch (error) {
      stats.rollbacks++;
      throw error;
    }
  }

  async function trying<T>(run: () => Promise<T>, retries = 3): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        if (!retriable.has((error as { code?: string }).code ?? '') || attempt >= retries) throw error;
        const waitMs = (options.random?.() ?? 0.5) * 20 * 2 ** attempt;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  return {
    sql: reads,
    async dedicated() {
      const connection = await take('select 1', { session: true });
      return {
        sql: connection.sql as unknown as Queryable,
        lost: connection.lost,
        async release() {
          await connection.finish('select pg_advisory_unlock_all()').catch(() => {});
        },
      };
    },
    stats: () => ({ ...stats }),
    async close() {
      // The driver waits in vain for a connection that broke under a statement; nobody else is left at this point.
      await Promise.all([sql.end({ timeout: 2 }), reads.end({ timeout: 2 })]);
      stopWatching();
    },
    transaction: (work, { isolation = 'read committed', retries } = {}) =>
      trying(() => once(work, isolation), retries),
    atOnce: (work) => trying(() => atOnce(work)),
  };
}

function transactionOn(
  connection: Pick<Reserved, 'sql'>,
  last: LastStatement[],
  then: (() => void)[],
): Transaction {
  const tx = new Proxy(connection.sql, {
    get: (target, property) => {
      if (property === 'isTransaction') return true;
      if (property === 'withCommit')
        return (statement: LastStatement['statement'], explain?: LastStatement['explain']) =>
          void last.push({ statement, explain });
      if (property === 'afterCommit') return (run: () => void) => void then.push(run);
      return Reflect.get(target, property);
    },
  });
  return tx as unknown as Transaction;
}
