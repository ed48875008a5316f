import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { serverMajor } from './binaries.ts';
import { freeBytes, layoutOf, versionOf } from './data-folder.ts';
import { whoAmI } from './errors.ts';
import { type LockHolder, lockHolder, staleLock } from './folder-lock.ts';
import { postmasterOf } from './process-identity.ts';

/** One thing that is not as it should be, and what to do about it, each a sentence. */
export interface Finding {
  code:
    | 'DATA_FOLDER_VERSION'
    | 'DATA_FOLDER_DAMAGED'
    | 'DATA_FOLDER_NOT_WRITABLE'
    | 'DATA_FOLDER_IN_USE'
    | 'STALE_LOCK'
    | 'ORPHANED_SERVER'
    | 'DISK_NEARLY_FULL';
  severity: 'info' | 'warning' | 'error';
  sentence: string;
  remedy: string;
}

/** What was seen of a data folder. */
export interface FolderFacts {
  folder: string;
  exists: boolean;
  writable: boolean;
  user: string;
  version: 'absent' | 'unreadable' | number;
  holder?: Pick<LockHolder, 'pid' | 'since'>;
  staleHolder?: Pick<LockHolder, 'pid' | 'since'>;
  postmaster?: number;
  freeBytes: number;
}

const megabyte = 1024 * 1024;
const nearlyFullBytes = 1024 * megabyte;
const fullBytes = 128 * megabyte;

async function lookAtFolder(folder: string): Promise<FolderFacts> {
  const layout = layoutOf(folder);
  let nearest = layout.folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const exists = nearest === layout.folder;
  return {
    folder: layout.folder,
    exists,
    writable: canWrite(nearest) && (!existsSync(layout.data) || canWrite(layout.data)),
    user: whoAmI(),
    version: exists ? versionOf(layout.data) : 'absent',
    holder: await lockHolder(layout.folder),
    staleHolder: await staleLock(layout.folder),
    postmaster: postmasterOf(layout.data),
    freeBytes: freeBytes(nearest),
  };
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** What `caravan doctor` says of the facts; nothing when all is well. */
export function findingsOf(facts: FolderFacts): Finding[] {
  const { folder } = facts;
  const findings: Finding[] = [];
  if (!facts.writable) {
    findings.push({
      code: 'DATA_FOLDER_NOT_WRITABLE',
      severity: 'error',
      sentence: `The data folder ${folder} cannot be written by ${facts.user}.`,
      remedy: 'Give that user the folder (chown -R), or choose another with --data.',
    });
  }
  if (facts.version === 'unreadable' && facts.writable) {
    findings.push({
      code: 'DATA_FOLDER_DAMAGED',
      severity: 'error',
      sentence: `${folder}/data is not empty and is not a PostgreSQL data folder.`,
      remedy: 'Restore it from a backup, or choose another folder with --data.',
    });
  } else if (typeof facts.version === 'number' && facts.version !== serverMajor) {
    findings.push({
      code: 'DATA_FOLDER_VERSION',
      severity: 'error',
      sentence: `The data folder ${folder} was written by PostgreSQL ${facts.version}, this Caravan brings PostgreSQL ${serverMajor}.`,
      remedy:
        'Start the Caravan that wrote it, and move the data with pg_dump of that version; or choose another folder with --data.',
    });
  }
  if (facts.holder !== undefined) {
    findings.push({
      code: 'DATA_FOLDER_IN_USE',
      severity: 'info',
      sentence: `Caravan process ${facts.holder.pid} runs on the data folder ${folder} since ${facts.holder.since}.`,
      remedy: `Nothing to do; to start another one, stop it first (kill ${facts.holder.pid}) or use another folder with --data.`,
    });
  } else if (facts.postmaster !== undefined) {
    findings.push({
      code: 'ORPHANED_SERVER',
      severity: 'warning',
      sentence: `PostgreSQL process ${facts.postmaster} of the data folder ${folder} outlived the Caravan that started it.`,
      remedy: `Start Caravan, which takes it over; or end it with kill -INT ${facts.postmaster}.`,
    });
  } else if (facts.staleHolder !== undefined) {
    findings.push({
      code: 'STALE_LOCK',
      severity: 'info',
      sentence: `The last Caravan on ${folder}, process ${facts.staleHolder.pid}, did not stop cleanly.`,
      remedy: 'Nothing to do: the next start sees that it is gone and recovers.',
    });
  }
  if (facts.freeBytes < nearlyFullBytes) {
    findings.push({
      code: 'DISK_NEARLY_FULL',
      severity: facts.freeBytes < fullBytes ? 'error' : 'warning',
      sentence: `The disk that holds ${folder} has ${Math.floor(facts.freeBytes / megabyte)} MB left.`,
      remedy:
        'Free space there; when it is full writes are refused, and they go on by themselves once there is space again.',
    });
  }
  return findings;
}

export async function diagnoseFolder(folder: string): Promise<Finding[]> {
  return findingsOf(await lookAtFolder(folder));
}
