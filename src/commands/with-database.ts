import path from 'node:path';
import { loadConfig, type Config } from '../platform/config/config.ts';
import { processEnvironment } from '../platform/config/environment.ts';
import { dbConfig } from '../platform/db/db-config.ts';
import {
  connectionOf,
  EmbeddedPostgresError,
  startEmbedded,
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
  for (;;) {
    const running = shared ? await connectionOf(folder) : undefined;
    if (running)
      return { location: { target: running, url: urlOf(running) }, own: false, stop: nothingToStop };
    try {
      const embedded = await startEmbedded({ folder, log });
      return {
        location: { target: embedded.connection, url: embedded.url },
        own: true,
        stop: () => embedded.stop(),
      };
    } catch (error) {
      // Another role of the same deployment was faster; its server is ours too.
      const lostRace = error instanceof EmbeddedPostgresError && error.code === 'DATA_FOLDER_IN_USE';
      if (!shared || !lostRace) throw error;
    }
  }
}

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
