import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  constants,
  linkSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, errorCodeOf, explainFileError } from './errors.ts';
import { identityOf, isAlive } from './process-identity.ts';

/*
 * The lock is the highest numbered file lock.N. To take it, N+1 is created by a hard link, which only one of
 * several processes can do; it is given up by marking it, never by deleting it, so a slow starter that still
 * believes in an older number finds a higher one and steps back.
 */

export interface LockHolder {
  pid: number;
  startedAt: string;
  /** Host name and process namespace: a process number means nothing outside of them. */
  place: string;
  since: string;
  released?: boolean;
}

export interface FolderLock {
  release(): void;
}

const heartbeatMs = 2_000;
const foreignSilenceMs = 6_000;

function here(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => /^lock\.(\d+)$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

async function lives(path: string, holder: LockHolder): Promise<boolean> {
  if (holder.released === true) return false;
  if (holder.place === here()) return isAlive(holder);
  // Another container or machine on the same folder: its clock is not ours, so watch whether its beat moves.
  const modifiedAt = (): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
  const first = modifiedAt();
  for (let waitedMs = 0; waitedMs < foreignSilenceMs; waitedMs += 250) {
    await sleep(250);
    if (modifiedAt() !== first) return true;
  }
  return false;
}

/** The living process that holds the folder, if any. */
export async function lockHolder(folder: string): Promise<LockHolder | undefined> {
  let highest: number | undefined;
  try {
    highest = lockNumbers(folder).at(-1);
  } catch {
    return undefined;
  }
  if (highest === undefined) return undefined;
  const path = join(folder, `lock.${highest}`);
  const holder = readHolder(path);
  return holder !== undefined && (await lives(path, holder)) ? holder : undefined;
}

/** A lock file whose process is gone: harmless, but it tells of a crash. */
export async function staleLock(folder: string): Promise<LockHolder | undefined> {
  try {
    const highest = lockNumbers(folder).at(-1);
    if (highest === undefined) return undefined;
    const path = join(folder, `lock.${highest}`);
    const holder = readHolder(path);
    if (holder === undefined || holder.released === true || (await lives(path, holder))) return undefined;
    return holder;
  } catch {
    return undefined;
  }
}

function createOnce(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
  }
  try {
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the folder for this process until `release` or until the process is gone, however it ends.
 * @throws EmbeddedPostgresError DATA_FOLDER_IN_USE naming the process and the folder
 */
export async function acquireFolderLock(folder: string): Promise<FolderLock> {
  const self = identityOf(process.pid) ?? { pid: process.pid, startedAt: '' };
  const mine: LockHolder = { ...self, place: here(), since: new Date().toISOString() };
  const temporary = join(folder, `.lock-${randomUUID()}`);
  try {
    writeFileSync(temporary, JSON.stringify(mine));
    for (;;) {
      const highest = lockNumbers(folder).at(-1) ?? 0;
      const highestPath = join(folder, `lock.${highest}`);
      const holder = highest === 0 ? undefined : readHolder(highestPath);
      if (holder !== undefined && (await lives(highestPath, holder))) throw inUse(folder, holder);
      const path = join(folder, `lock.${highest + 1}`);
      if (!createOnce(temporary, path)) continue;
      if (lockNumbers(folder).at(-1) !== highest + 1 || lockNumbers(folder).at(-1) !== highest + 1) {
        rmSync(path, { force: true });
        continue;
      }
      for (const number of lockNumbers(folder)) {
        if (number <= highest) rmSync(join(folder, `lock.${number}`), { force: true });
      }
      return hold(folder, path, mine);
    }
  } catch (error) {
    throw explainFileError(error, folder);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function hold(folder: string, path: string, mine: LockHolder): FolderLock {
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // A folder that was deleted under a running server is reported by the server's own exit.
    }
  }, heartbeatMs);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      const temporary = join(folder, `.lock-${randomUUID()}`);
      try {
        writeFileSync(temporary, JSON.stringify({ ...mine, released: true }));
        renameSync(temporary, path);
      } catch {
        // On a full disk the mark cannot be written; the process number tells the same once we are gone.
        rmSync(temporary, { force: true });
      }
    },
  };
}

function inUse(folder: string, holder: LockHolder): EmbeddedPostgresError {
  const where = holder.place === here() ? '' : ` on ${holder.place.split(' ')[0]}`;
  return new EmbeddedPostgresError(
    'DATA_FOLDER_IN_USE',
    `The data folder ${folder} is in use by the running Caravan process ${holder.pid}${where} (since ${holder.since}); stop that one first or choose another folder with --data.`,
  );
}
