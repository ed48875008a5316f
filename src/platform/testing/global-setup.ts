import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../db/embedded/start-embedded.ts';
import { migrate, type MigrationSet } from '../db/migrate/migrate.ts';
import { migrateJobs } from '../jobs/worker.ts';
import { databaseUrl, onTestServer, type TestServer } from './test-server.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const leftoverHours = 6;

/** One PostgreSQL for the whole run: the embedded one, or the stock server of CARAVAN_TEST_DATABASE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stockUrl = process.env['CARAVAN_TEST_DATABASE_URL'];
  const { url, stop } = stockUrl ? { url: stockUrl, stop: async () => undefined } : await startThrowaway();
  const prefix = `caravan_test_${Math.floor(Date.now() / 1000)}_${process.pid}`;
  const server: TestServer = { url, prefix, template: `${prefix}_template`, templateProblem: '' };
  try {
    if (stockUrl) await dropLeftovers(url);
    await buildTemplate(server);
  } catch (error) {
    // Tests without a database run all the same; the others say why they cannot.
    server.templateProblem = `The template database was not built: ${error instanceof Error ? error.stack : String(error)}`;
  }
  project.provide('caravanTestServer', server);
  return async () => {
    if (stockUrl) await dropDatabases(url, (name) => name.startsWith(prefix));
    await stop();
  };
}

async function startThrowaway(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'caravan-test-'));
  const server = await startEmbedded({
    folder: join(folder, 'postgres'),
    log: quiet,
    // Nothing here outlives the run; tests of durability start a server of their own.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' },
  });
  const disarm = cleanUpAfterDeath(server.pid, folder);
  return {
    url: server.url,
    async stop() {
      disarm();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A shell that outlives a killed test run: its input closes when we are gone, then it ends the server and its folder. */
function cleanUpAfterDeath(pid: number, folder: string): () => void {
  const script = `cat >/dev/null; kill -INT "$0" 2>/dev/null
    for try in $(seq 100); do [ -e "$1/postgres/data/postmaster.pid" ] || break; sleep 0.1; done; rm -rf "$1"`;
  const shell = spawn('/bin/sh', ['-c', script, String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  const { stdin } = shell;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return () => void shell.kill('SIGKILL');
}

/** The product's own list, loaded by address: nothing in the platform depends on the modules. */
async function allMigrationSets(): Promise<MigrationSet[]> {
  const list = new URL('../../roles/modules.ts', import.meta.url);
  if (!existsSync(fileURLToPath(list))) return [];
  const loaded = (await import(/* @vite-ignore */ list.href)) as { migrationSets?: MigrationSet[] };
  return loaded.migrationSets ?? [];
}

async function buildTemplate(server: TestServer): Promise<void> {
  await onTestServer(server.url, (admin) => admin.unsafe(`CREATE DATABASE ${server.template}`));
  const sql = postgres(databaseUrl(server.url, server.template), { max: 1 });
  try {
    await migrate({ sql, sets: await allMigrationSets(), log: quiet });
    await migrateJobs(databaseUrl(server.url, server.template));
  } finally {
    await sql.end();
  }
}

async function dropDatabases(url: string, which: (name: string) => boolean): Promise<void> {
  await onTestServer(url, async (admin) => {
    const rows = await admin<{ name: string }[]>`
      SELECT datname AS name FROM pg_database WHERE datname LIKE 'caravan_test_%'`;
    for (const { name } of rows) {
      if (which(name)) await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });
}

/** Databases on a stock server of runs that were killed. */
async function dropLeftovers(url: string): Promise<void> {
  const oldest = Date.now() / 1000 - leftoverHours * 3_600;
  await dropDatabases(url, (name) => Number(/^caravan_test_(\d+)_/.exec(name)?.[1] ?? Infinity) < oldest);
}
