import { randomBytes, randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { serverMajor } from './binaries.ts';
import { processesNaming, signal } from './process-identity.ts';
import { diskFull, EmbeddedPostgresError, errorCodeOf, explainFileError } from './errors.ts';

/** Where things lie in `<data>/postgres`. */
export interface Layout {
  folder: string;
  /** PostgreSQL's own data folder. */
  data: string;
  run: string;
  log: string;
  state: string;
  secrets: string;
  libraries: string;
}

export interface State {
  /** Port that the server listens on, kept from start to start. */
  port: number;
}

export interface Secrets {
  caravan: string;
  postgres: string;
}

/** An empty cluster takes 47 MB, and its first write-ahead segments as much again. */
const bytesToInitialise = 160 * 1024 * 1024;

export function layoutOf(folder: string): Layout {
  const absolute = resolve(folder);
  const real = existsSync(absolute) ? realpathSync(absolute) : absolute;
  return {
    folder: real,
    data: join(real, 'data'),
    run: join(real, 'run'),
    log: join(real, 'postgres.log'),
    state: join(real, 'state.json'),
    secrets: join(real, 'secrets.json'),
    libraries: join(real, 'libraries'),
  };
}

/** @throws EmbeddedPostgresError DATA_FOLDER_NOT_WRITABLE, DISK_FULL */
export function openFolder(folder: string): Layout {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return layoutOf(folder);
  } catch (error) {
    throw explainFileError(error, resolve(folder));
  }
}

/** 'absent', or the major version of PostgreSQL that wrote the data. */
export function versionOf(data: string): 'absent' | 'unreadable' | number {
  try {
    const version = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8').trim());
    return Number.isInteger(version) ? version : 'unreadable';
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') return 'unreadable';
    return existsSync(data) && readdirSync(data).length > 0 ? 'unreadable' : 'absent';
  }
}

/**
 * @returns whether the folder already holds a cluster that this version can open
 * @throws EmbeddedPostgresError DATA_FOLDER_VERSION, DATA_FOLDER_DAMAGED, DATA_FOLDER_NOT_WRITABLE
 */
export function checkVersion(layout: Layout): boolean {
  const version = versionOf(layout.data);
  if (version === 'absent') return false;
  if (version === serverMajor) return true;
  try {
    accessSync(layout.data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainFileError(error, layout.data);
  }
  if (version === 'unreadable') {
    throw new EmbeddedPostgresError(
      'DATA_FOLDER_DAMAGED',
      `The folder ${layout.data} is not empty and is not a PostgreSQL data folder (no readable PG_VERSION); restore it from a backup, or choose another folder with --data.`,
    );
  }
  throw new EmbeddedPostgresError(
    'DATA_FOLDER_VERSION',
    `The data folder ${layout.data} was written by PostgreSQL ${version} and this Caravan brings PostgreSQL ${serverMajor}; start the Caravan that wrote it, or choose another folder with --data.`,
  );
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export function checkRoomToInitialise(layout: Layout): void {
  if (freeBytes(layout.folder) < bytesToInitialise) throw diskFull(layout.folder);
}

/** What an interrupted initialisation left behind; only the holder of the folder's lock may call this. */
export function removeHalfInitialised(layout: Layout): string[] {
  const left = readdirSync(layout.folder).filter((name) => name.startsWith('data.new-'));
  for (const name of left) {
    const path = join(layout.folder, name);
    // The initdb of a killed process may still be at work in there.
    for (const pid of processesNaming(path)) signal(pid, 'SIGKILL');
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
  return left;
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    // A file torn by a full disk is as good as none: both files can be made anew.
    if (errorCodeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function writeFileAtomically(path: string, text: string, mode: number): void {
  const temporary = `${path}.${randomUUID()}`;
  try {
    writeFileSync(temporary, text, { mode, flush: true });
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export const readState = (layout: Layout): State | undefined => readJson<State>(layout.state);

export function writeState(layout: Layout, state: State): void {
  writeFileAtomically(layout.state, JSON.stringify(state), 0o644);
}

export const readSecrets = (layout: Layout): Secrets | undefined => readJson<Secrets>(layout.secrets);

export function makeSecrets(layout: Layout): Secrets {
  const secrets = {
    caravan: randomBytes(24).toString('base64url'),
    postgres: randomBytes(24).toString('base64url'),
  };
  writeFileAtomically(layout.secrets, JSON.stringify(secrets), 0o600);
  return secrets;
}
