import { dirname } from 'node:path';
import pg from 'pg';
import type { Sql } from 'postgres';
import { MigrationError } from './migration-error.ts';
import type { Ask } from './queries/applied-migrations.ts';

export interface DedicatedConnection {
  ask: Ask;
  /** Process number of the server's side. */
  backend: number;
  close(): Promise<void>;
}

/**
 * One connection to the same place as the pool. It is of the driver `pg` because that one never reconnects: a lost
 * connection has lost the lock too, and postgres.js would go on without it on a new one.
 * @throws MigrationError DATABASE_LOST
 */
export async function connectAlone(sql: Pick<Sql, 'options'>): Promise<DedicatedConnection> {
  const { options } = sql;
  const path: unknown = options.path;
  const places =
    typeof path === 'string' && path !== ''
      ? [{ host: dirname(path), port: options.port[0] }]
      : options.host.map((host, index) => ({ host, port: options.port[index] ?? options.port[0] }));
  const password: unknown = options.pass;
  let problem: unknown;
  for (const place of places) {
    const client = new pg.Client({
      ...place,
      database: options.database,
      user: options.user,
      password: typeof password === 'function' ? await password() : (password as string | undefined),
      ssl: sslOf(options.ssl),
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: `caravan-migrate ${process.pid}`,
    });
    // Without a listener a connection lost between two statements would end the process; the next one reports it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const ask: Ask = async (text, values) =>
        (await client.query<Record<string, unknown>>(text, values)).rows ?? [];
      const [row] = await ask('SELECT pg_is_in_recovery() AS standby, pg_backend_pid() AS backend');
      if (row?.['standby'] === true) {
        problem = new Error(`${place.host}:${place.port} is a standby`);
        await client.end();
        continue;
      }
      return { ask, backend: Number(row?.['backend']), close: () => client.end().catch(() => undefined) };
    } catch (error) {
      problem = error;
      await client.end().catch(() => undefined);
    }
  }
  const reason = problem instanceof Error ? problem.message : String(problem);
  throw new MigrationError(
    'DATABASE_LOST',
    `The database ${options.database} cannot be reached to migrate it: ${reason}`,
    { cause: problem },
  );
}

function sslOf(ssl: unknown): pg.ClientConfig['ssl'] {
  if (ssl === undefined || ssl === false || ssl === 'disable') return false;
  // As postgres.js reads them: these two encrypt, and check no certificate.
  if (ssl === 'require' || ssl === 'prefer' || ssl === 'allow') return { rejectUnauthorized: false };
  return typeof ssl === 'object' ? (ssl as pg.ClientConfig['ssl']) : true;
}
