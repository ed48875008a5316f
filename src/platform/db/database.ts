import postgres from 'postgres';

/** Runs SQL as tagged templates: the pool, or one transaction on it. Columns arrive in camelCase. */
export type Queryable = postgres.ISql<{ bigint: number; date: string }>;
/** One open transaction. All that is done with it commits or vanishes together. */
export type Transaction = Queryable & {
  readonly isTransaction: true;
  /** Sends the statement in the same round trip as COMMIT. For the last words of a transaction, whose rows nobody reads. */
  withCommit(statement: postgres.PendingQuery<any>): void;
};
export type Row = postgres.Row;

export interface TransactionOptions {
  /** What to send in the same round trip as BEGIN; default read committed. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often a deadlock or serialization failure is tried again; the function must bear it. Default 3. */
  retries?: number;
}

export interface Database {
  /** The pool. Each statement by itself is a transaction. */
  sql: Queryable;
  /** Commits when `work` resolves, rolls back when it rejects. BEGIN costs no round trip of its own. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A connection of its own for what must outlive a statement: advisory locks, COPY. */
  dedicated(): Promise<postgres.ReservedSql<{ bigint: number; date: string }>>;
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
  statementTimeoutSeconds: number;
  idleInTransactionTimeoutSeconds: number;
  connectTimeoutSeconds: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Waits in milliseconds between tries of a deadlocked transaction; 0..1 comes from it. */
  random?: () => number;
  /** Further options of the driver; the seeded simulator hands in its own sockets. */
  driver?: Record<string, unknown>;
}

const retriable = new Set(['40001', '40P01']);

export function openDatabase(options: DatabaseOptions): Database {
  const settings = {
    max: options.poolSize,
    connect_timeout: options.connectTimeoutSeconds,
    idle_timeout: 0,
    max_lifetime: null,
    keep_alive: 5,
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 2),
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel }, undefined: null },
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
      date: { to: 1082, from: [1082], serialize: String, parse: (value: string) => value },
    },
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutSeconds * 1000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutSeconds * 1000,
      TimeZone: 'UTC',
    } as never,
    ...options.driver,
  };
  const { target } = options;
  const sql = typeof target === 'string' ? postgres(target, settings) : postgres({ ...target, ...settings });
  const stats = { size: options.poolSize, inTransaction: 0, waiting: 0, transactions: 0, rollbacks: 0 };

  async function once<T>(work: (tx: Transaction) => Promise<T>, isolation: string): Promise<T> {
    stats.waiting++;
    const connection = await sql.reserve().finally(() => stats.waiting--);
    stats.inTransaction++;
    stats.transactions++;
    const { tx, driver, last } = guarded(connection, isolation);
    try {
      const result = await work(tx);
      const sent = last.map((statement) => statement.execute());
      const [commit] = await Promise.all([tx`commit`, ...sent]);
      // COMMIT after a failed statement answers ROLLBACK without an error.
      if (commit.command !== 'COMMIT') throw new Error('A statement failed earlier in this transaction');
      return result;
    } catch (error) {
      stats.rollbacks++;
      if (!driver.broken) await connection`rollback`.catch(() => {});
      throw driver.broken ?? error;
    } finally {
      stats.inTransaction--;
      if (driver.handle) driver.handle.onclose = null;
      if (!driver.broken) connection.release();
    }
  }

  return {
    sql,
    dedicated: () => sql.reserve(),
    stats: () => ({ ...stats }),
    close: () => sql.end({ timeout: 5 }),
    async transaction(work, { isolation = 'read committed', retries = 3 } = {}) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(work, isolation);
        } catch (error) {
          if (!retriable.has((error as { code?: string }).code ?? '') || attempt >= retries) throw error;
          const waitMs = (options.random?.() ?? 0.5) * 20 * 2 ** attempt;
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        }
      }
    },
  };
}

interface DriverState {
  broken: Error | undefined;
  handle: { onclose: ((error: Error) => void) | null } | undefined;
}

/**
 * The driver reopens a lost connection under the same handle. A transaction that went on there would write outside
 * of itself, statement by statement. So the handle is watched, and after a loss every further statement is refused.
 */
function guarded(
  connection: postgres.ReservedSql<any>,
  isolation: string,
): { tx: Transaction; driver: DriverState; last: postgres.PendingQuery<any>[] } {
  const last: postgres.PendingQuery<any>[] = [];
  const driver: DriverState = { broken: undefined, handle: undefined };
  const begin = connection.unsafe(`begin isolation level ${isolation}`, [], {
    onexecute: (handle: NonNullable<DriverState['handle']>) => {
      driver.handle = handle;
      handle.onclose = (error) => {
        driver.broken = error ?? new Error('The connection to the database was lost');
      };
      return true;
    },
  } as never);
  begin.execute().catch((error: Error) => {
    driver.broken ??= error;
  });
  const check = (target: object, property?: PropertyKey) => {
    if (driver.broken) throw driver.broken;
    return property === undefined ? undefined : Reflect.get(target, property);
  };
  const tx = new Proxy(connection, {
    apply: (target, _self, args) => {
      check(target);
      return Reflect.apply(target as never, undefined, args);
    },
    get: (target, property) => {
      if (property === 'isTransaction') return true;
      if (property === 'withCommit')
        return (statement: postgres.PendingQuery<any>) => void last.push(statement);
      return check(target, property);
    },
  });
  return { tx: tx as unknown as Transaction, driver, last };
}
