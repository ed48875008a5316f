import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate, type MigrationSet } from '../db/migrate/migrate.ts';
import { databaseUrl, onTestServer, type TestServer } from './test-server.ts';

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

/** A database of its own for a test file, on the run's server: a copy of the migrated template, within tens of ms. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = inject('caravanTestServer');
  const { sets, poolSize = 5 } = options;
  if (sets === undefined && server.templateProblem !== '') throw new Error(server.templateProblem);
  const name = `${server.prefix}_${randomUUID().slice(0, 8)}`;
  // Copying files beats the default, writing each page to the log, as long as the copy stays small.
  const origin = sets === undefined ? ` TEMPLATE ${server.template} STRATEGY file_copy` : '';
  await onTestServer(server.url, (admin) => admin.unsafe(`CREATE DATABASE ${name}${origin}`));
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
      await onTestServer(server.url, (admin) => admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}
