import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Secrets, readState, writeFileAtomically, writeState } from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Toolbox } from './initialise.ts';
import { postmasterOf } from './process-identity.ts';
import { giveTo } from './run-as.ts';
import {
  adoptServer,
  clearLeftovers,
  listeningOn,
  type Login,
  type ServerProcess,
  spawnServer,
  untilReady,
} from './server-process.ts';
import { configurationText, defaultSettings, hostAccessText } from './settings.ts';

/** Longest path of a Unix socket on every platform that we run on, less the file's own name. */
const longestSocketFolder = 103 - '/.s.PGSQL.65535'.length;
const portAttempts = 5;

export interface Log {
  info(obj: object, message: string): void;
  warn(obj: object, message: string): void;
  error(obj: object, message: string): void;
}

export interface Running {
  server: ServerProcess;
  login: Login;
  adopted: boolean;
}

export function loginOf(password: string, port: number, socketFolder: string): Login {
  return {
    host: socketFolder === '' ? '127.0.0.1' : socketFolder,
    port,
    database: 'caravan',
    username: 'caravan',
    password,
  };
}

function freePort(): Promise<number> {
  return new Promise((fulfil, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => fulfil(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((fulfil) => {
    const server = createServer();
    server.on('error', () => fulfil(false));
    server.listen(port, '127.0.0.1', () => server.close(() => fulfil(true)));
  });
}

function writeConfiguration(tools: Toolbox, settings: Record<string, string>): void {
  const { layout, runAs } = tools;
  const files = {
    'postgresql.conf': configurationText({ ...defaultSettings(layout.data), ...settings }),
    'pg_hba.conf': hostAccessText,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(layout.data, name);
    writeFileAtomically(path, text, 0o600);
    giveTo(runAs, path);
  }
}

/** Takes over the server that a crashed run left behind, if there is one. */
export async function adopt(tools: Toolbox, secrets: Secrets, log: Log): Promise<Running | undefined> {
  const { data, folder } = tools.layout;
  const pid = postmasterOf(data);
  if (pid === undefined) return undefined;
  const server = adoptServer(pid);
  let gone = false;
  void server.gone.then(() => {
    gone = true;
  });
  // A server that was started a moment before its parent died has not yet written where it listens.
  let place = listeningOn(data);
  while (place === undefined && !gone) {
    await sleep(20);
    place = listeningOn(data);
  }
  if (place === undefined) return undefined;
  const login = loginOf(secrets.caravan, place.port, place.socketFolder);
  try {
    await untilReady(server, login, folder, (seconds) => log.info({ seconds }, 'waiting for PostgreSQL'));
  } catch (error) {
    if (gone) return undefined;
    throw error;
  }
  return { server, login, adopted: true };
}

/**
 * Starts the server on the remembered port, or on another one when that was taken meanwhile.
 * @param keepPort pools of running processes know the port: wait for it rather than move
 */
export async function launch(
  tools: Toolbox,
  secrets: Secrets,
  options: { settings: Record<string, string>; log: Log; keepPort?: number },
): Promise<Running> {
  const { layout, runAs } = tools;
  const socketFolder = layout.run.length <= longestSocketFolder ? layout.run : '';
  await clearLeftovers(layout.data);
  writeConfiguration(tools, options.settings);
  // Without a living server these only mislead: a reused process number would make PostgreSQL refuse to start.
  rmSync(join(layout.data, 'postmaster.pid'), { force: true });
  rmSync(layout.run, { recursive: true, force: true });
  if (socketFolder !== '') {
    mkdirSync(layout.run, { mode: 0o755 });
    giveTo(runAs, layout.run);
  }
  for (let attempt = 1; ; attempt += 1) {
    let port = options.keepPort ?? readState(layout)?.port;
    if (port === undefined || (options.keepPort === undefined && !(await portIsFree(port))))
      port = await freePort();
    const server = spawnServer(tools, { port: String(port), unix_socket_directories: socketFolder });
    const login = loginOf(secrets.caravan, port, socketFolder);
    try {
      await untilReady(server, login, layout.folder, (seconds) => {
        options.log.info({ seconds, folder: layout.folder }, 'PostgreSQL is recovering from a crash');
      });
      if (readState(layout)?.port !== port) writeState(layout, { port });
      return { server, login, adopted: false };
    } catch (error) {
      const mayMove = options.keepPort === undefined && attempt < portAttempts;
      if (!(mayMove && error instanceof EmbeddedPostgresError && /TCP\/IP socket/.test(error.message)))
        throw error;
    }
  }
}
