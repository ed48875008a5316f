import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate, type MigrationSet } from '../db/migrate/migrate.ts';

/** What the global setup hands to each test file. */
export interface TestServer {
  /** A database of the server whose role may create others. */
  url: string;
  /** Prefix of all databases of this run. */
  prefix: string;
  /** A database with all migrations applied, to be copied. */
  template: string;
  /** Why there is no such template: a migration or a module does not load. */
  templateProblem: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    caravanTestServer: TestServer;
  }
}

export interface TestDatabase {
  url: string;
  database: Database;
  /** The pool of `database`, with the product's types and camelCase columns. */
  sql: postgres.Sql<{ bigint: number; date: string }>;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Migrate these from nothing instead of copying the template of all; [] is an empty database. */
  sets?: MigrationSet[];
  /** Default 5. */
  poolSize?: number;
}

const quiet = { info: () => undefined, warn: () => undefined };

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** One statement on the server outside of any test database. */
export async function onTestServer(url: string, statement: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}

/** A database of its own for a test file, on the run's server: a copy of the migrated template, within tens of ms. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = inject('caravanTestServer');
  const { sets, poolSize = 5 } = options;
  if (sets === undefined && server.templateProblem !== '') throw new Error(server.templateProblem);
  const name = `${server.prefix}_${randomUUID().slice(0, 8)}`;
  await onTestServer(
    server.url,
    `CREATE DATABASE ${name}${sets === undefined ? ` TEMPLATE ${server.template} STRATEGY file_copy` : ''}`,
  );
  const url = databaseUrl(server.url, name);
  const database = openDatabase({
    target: url,
    poolSize,
    statementTimeoutSeconds: 60,
    idleInTransactionTimeoutSeconds: 60,
    connectTimeoutSeconds: 10,
    applicationName: 'caravan-test',
  });
  const sql = database.sql as unknown as TestDatabase['sql'];
  if (sets !== undefined) await migrate({ sql, sets, log: quiet });
  return {
    url,
    database,
    sql,
    async drop() {
      await database.close();
      await onTestServer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
