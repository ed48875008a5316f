import path from 'node:path';
import { loadConfig, type Config } from '../platform/config/config.ts';
import { processEnvironment } from '../platform/config/environment.ts';
import { dbConfig } from '../platform/db/db-config.ts';
import { lockHolder } from '../platform/db/embedded/folder-lock.ts';
import {
  connectionOf,
  EmbeddedPostgresError,
  startEmbedded,
  type EmbeddedPostgres,
} from '../platform/db/embedded/start-embedded.ts';
import type { Logger } from '../platform/telemetry/log.ts';
import { configSections } from '../roles/catalogue.ts';
import type { DatabaseLocation } from '../roles/instance.ts';

/** Settings from the environment, with what the command line says on top. */
export function configFrom(overrides: Record<string, string | number | boolean | undefined> = {}): Config {
  const texts = Object.entries(overrides).map(([name, value]) => [
    name,
    value === undefined ? undefined : String(value),
  ]);
  return loadConfig(configSections, processEnvironment(), Object.fromEntries(texts));
}

export interface OpenedDatabase {
  location: DatabaseLocation;
  /** Whether this process runs the server; false for DATABASE_URL and for another process's. */
  own: boolean;
  stop(): Promise<void>;
}

const inheritMilliseconds = 2000;
const nothingToStop = async (): Promise<void> => {};

/** The database of a deployment: DATABASE_URL, the embedded one of a running Caravan, or one started for this. */
export async function openDatabaseOf(
  config: Config,
  log: Logger,
  { shared }: { shared: boolean },
): Promise<OpenedDatabase> {
  const { databaseUrl, dataFolder } = config.get(dbConfig);
  if (databaseUrl)
    return { location: { target: databaseUrl, url: databaseUrl }, own: false, stop: nothingToStop };
  const folder = path.resolve(dataFolder, 'postgres');
  const running = shared ? await connectionOf(folder) : undefined;
  return running ? borrowed(running) : own(await startEmbedded({ folder, log }));
}

/**
 * The database for one of several processes on the same data folder: whoever comes first runs the server for all, and
 * when that process dies another one takes the server over.
 */
export async function joinDatabaseOf(config: Config, log: Logger): Promise<OpenedDatabase> {
  const { databaseUrl, dataFolder } = config.get(dbConfig);
  const folder = path.resolve(dataFolder, 'postgres');
  if (databaseUrl) return openDatabaseOf(config, log, { shared: true });
  for (;;) {
    const running = (await lockHolder(folder)) ? await connectionOf(folder) : undefined;
    if (running) {
      const heir = inherit(folder, log);
      return { ...borrowed(running), stop: () => heir.stop() };
    }
    const embedded = await startUnlessHeld(folder, log);
    if (embedded) return own(embedded);
  }
}

/** Waits for the owner's death, and then keeps the server running instead. */
function inherit(folder: string, log: Logger): { stop(): Promise<void> } {
  let embedded: EmbeddedPostgres | undefined;
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      if (!embedded && !(await lockHolder(folder))) embedded = await startUnlessHeld(folder, log);
    } catch (error) {
      log.warn({ err: error }, 'The PostgreSQL server without an owner could not be taken over yet');
    } finally {
      looking = undefined;
    }
  };
  const timer = setInterval(() => {
    looking ??= look();
  }, inheritMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
      await embedded?.stop();
    },
  };
}

async function startUnlessHeld(folder: string, log: Logger): Promise<EmbeddedPostgres | undefined> {
  try {
    return await startEmbedded({ folder, log });
  } catch (error) {
    if (error instanceof EmbeddedPostgresError && error.code === 'DATA_FOLDER_IN_USE') return undefined;
    throw error;
  }
}

const borrowed = (connection: EmbeddedPostgres['connection']): OpenedDatabase => ({
  location: { target: connection, url: urlOf(connection) },
  own: false,
  stop: nothingToStop,
});

const own = (embedded: EmbeddedPostgres): OpenedDatabase => ({
  location: { target: embedded.connection, url: embedded.url },
  own: true,
  stop: () => embedded.stop(),
});

function urlOf({
  host,
  port,
  database,
  username,
  password,
}: {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
}): string {
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return host.startsWith('/')
    ? `postgresql://${login}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgresql://${login}@${host}:${port}/${database}`;
}
