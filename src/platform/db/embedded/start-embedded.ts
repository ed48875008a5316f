import { setTimeout as sleep } from 'node:timers/promises';
import { prepareBinaries } from './binaries.ts';
import {
  checkRoomToInitialise,
  checkVersion,
  makeSecrets,
  openFolder,
  readSecrets,
  removeHalfInitialised,
} from './data-folder.ts';
import { acquireFolderLock } from './folder-lock.ts';
import { initialise, resetPasswords, type Toolbox } from './initialise.ts';
import { limitLogFile } from './log-file.ts';
import { signal } from './process-identity.ts';
import { chooseRunAs } from './run-as.ts';
import { type Login, stopServer } from './server-process.ts';
import { adopt, launch, type Log, type Running } from './supervisor.ts';
import { explainFileError } from './errors.ts';

export { connectionOf } from './connection-of.ts';
export { EmbeddedPostgresError } from './errors.ts';

export interface EmbeddedPostgres {
  /** Options for postgres.js and pg; host is the folder of a Unix socket, or 127.0.0.1 where its path is too long. */
  connection: { host: string; port: number; database: 'caravan'; username: string; password: string };
  /** postgresql:// address over loopback TCP, usable by pg, psql and postgres.js. */
  url: string;
  /** The superuser, for backups; nothing that serves requests uses it. */
  superuser: { host: string; port: number; database: 'postgres'; username: string; password: string };
  /** Whether the server of a crashed run was taken over. */
  adopted: boolean;
  readonly pid: number;
  /** Fast shutdown; resolves when no process of the server is left. */
  stop(): Promise<void>;
  /** Hears of each unexpected death; the server is started again by itself. */
  onExit(listener: (reason: string) => void): void;
}

export interface StartEmbeddedOptions {
  /** `<data>/postgres`; made when absent. */
  folder: string;
  log: Log;
  /** PostgreSQL settings that win over the defaults. */
  settings?: Record<string, string>;
}

const backoffMs = [0, 100, 250, 500, 1_000, 2_000];
/** A server that ran this long does not die of its start: the next one follows at once. */
const steadyAfterMs = 1_000;

/**
 * Starts the embedded PostgreSQL of a data folder, initialises it on the first start, adopts an orphan, and keeps it
 * running until `stop`. One process may hold a folder; others reach the same server by `connectionOf`.
 * @throws EmbeddedPostgresError
 */
export async function startEmbedded(options: StartEmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options;
  const layout = openFolder(options.folder);
  const lock = await acquireFolderLock(layout.folder);
  try {
    const exists = checkVersion(layout);
    const binaries = prepareBinaries(layout.libraries);
    const runAs = chooseRunAs(layout.data, [`${layout.folder}/.`, binaries.postgres]);
    const tools: Toolbox = { layout, binaries, runAs };
    const left = removeHalfInitialised(layout);
    if (left.length > 0) log.warn({ left }, 'an interrupted first start is made anew');
    const secrets = readSecrets(layout);
    if (!exists) checkRoomToInitialise(layout);
    let running = exists && secrets !== undefined ? await adopt(tools, secrets, log) : undefined;
    const known = secrets ?? makeSecrets(layout);
    if (running === undefined) {
      if (!exists) await initialise(tools, known);
      else if (secrets === undefined) {
        log.warn({ folder: layout.folder }, 'the secrets file was lost, new passwords are set');
        await resetPasswords(tools, known);
      }
      running = await launch(tools, known, { settings, log });
    } else {
      log.warn({ pid: running.server.pid }, 'took over the PostgreSQL server of a run that crashed');
    }
    const relaunch = (port: number): Promise<Running> =>
      launch(tools, known, { settings, log, keepPort: port });
    return supervise(running, known.postgres, relaunch, { log, layout, release: () => lock.release() });
  } catch (error) {
    lock.release();
    throw explainFileError(error, layout.folder);
  }
}

function supervise(
  first: Running,
  superuserPassword: string,
  relaunch: (port: number) => Promise<Running>,
  context: { log: Log; layout: Toolbox['layout']; release(): void },
): EmbeddedPostgres {
  const { log, layout } = context;
  const { login } = first;
  const listeners: ((reason: string) => void)[] = [];
  let current = first;
  let stopping: Promise<void> | undefined;
  const logFile = limitLogFile(layout.log);

  const watch = async (): Promise<void> => {
    let failures = 0;
    let lastStartMs = performance.now();
    while (stopping === undefined) {
      const reason = await current.server.gone;
      if (stopping !== undefined) return;
      if (performance.now() - lastStartMs > steadyAfterMs) failures = 0;
      log.error({ reason, pid: current.server.pid }, 'PostgreSQL ended unexpectedly and is started again');
      for (const listener of listeners) listener(reason);
      for (;;) {
        await sleep(backoffMs[Math.min(failures, backoffMs.length - 1)], undefined, { ref: false });
        failures += 1;
        if (stopping !== undefined) return;
        try {
          current = await relaunch(login.port);
          lastStartMs = performance.now();
          log.info({ pid: current.server.pid, attempt: failures }, 'PostgreSQL runs again');
          break;
        } catch (error) {
          log.error({ err: error, attempt: failures }, 'PostgreSQL could not be started again yet');
        }
      }
    }
  };
  const watching = watch();

  // An exit that nobody prepared (an uncaught error) must not leave the server behind.
  const lastWill = (): void => void signal(current.server.pid, 'SIGINT');
  process.on('exit', lastWill);

  const stop = async (): Promise<void> => {
    logFile.stop();
    await stopServer(current.server.pid, layout.data);
    // A restart may have been under way: what it brought up ends as well.
    const patience = new AbortController();
    await Promise.race([watching, sleep(5_000, undefined, { signal: patience.signal })]);
    patience.abort();
    await stopServer(current.server.pid, layout.data);
    process.off('exit', lastWill);
    context.release();
  };

  return {
    connection: { ...login, database: 'caravan' },
    url: urlOf(login),
    superuser: { ...login, database: 'postgres', username: 'postgres', password: superuserPassword },
    adopted: first.adopted,
    get pid() {
      return current.server.pid;
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    onExit(listener) {
      listeners.push(listener);
    },
  };
}

function urlOf(login: Login): string {
  return `postgresql://${login.username}:${encodeURIComponent(login.password)}@127.0.0.1:${login.port}/${login.database}`;
}
