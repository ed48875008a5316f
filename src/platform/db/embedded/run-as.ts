import { chownSync, existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError, errorCodeOf } from './errors.ts';

/** As whom PostgreSQL runs: it refuses root, so root hands it to a user without rights. */
export interface RunAs {
  uid?: number;
  gid?: number;
  /**
   * Folders above ours are closed to that user (a clone in /root, a folder of mktemp). Then the server gets one
   * capability, reading through closed folders, instead of our widening the rights of folders that are not ours.
   */
  needsPassage: boolean;
}

export interface Command {
  file: string;
  arguments: string[];
  uid?: number;
  gid?: number;
}

const capabilityBits = { dac_override: 1, dac_read_search: 2 } as const;
const setprivPaths = ['/usr/bin/setpriv', '/bin/setpriv'];

/**
 * @param paths everything that the server must reach; they must exist
 * @param dataFolder when it exists already, its owner runs the server
 * @throws EmbeddedPostgresError PARENT_NOT_TRAVERSABLE
 */
export function chooseRunAs(dataFolder: string, paths: string[]): RunAs {
  if (process.geteuid?.() !== 0) return { needsPassage: false };
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  const user =
    owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedUser();
  const blocked = paths.map((path) => closedParent(path, user)).find((folder) => folder !== undefined);
  if (blocked === undefined) return { ...user, needsPassage: false };
  if (passage() === undefined) {
    throw new EmbeddedPostgresError(
      'PARENT_NOT_TRAVERSABLE',
      `PostgreSQL does not run as root and user ${user.uid}, which it would run as, cannot pass through ${blocked}; run chmod o+x ${blocked}, start Caravan as another user, or choose another folder with --data.`,
    );
  }
  return { ...user, needsPassage: true };
}

export function commandAs(runAs: RunAs, file: string, args: string[]): Command {
  if (!runAs.needsPassage) return { file, arguments: args, uid: runAs.uid, gid: runAs.gid };
  const { setpriv, capability } = passage() ?? {};
  if (setpriv === undefined) throw new Error('chooseRunAs has allowed a passage that is not there');
  // Without no_setuid_fixup, access(2) would ignore the capability, and PostgreSQL asks it about its own program.
  const options = [
    `--reuid=${runAs.uid}`,
    `--regid=${runAs.gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    '--securebits=+no_setuid_fixup',
  ];
  return { file: setpriv, arguments: [...options, file, ...args] };
}

/** @throws EmbeddedPostgresError DATA_FOLDER_NOT_WRITABLE when this root has not the rights of root */
export function giveTo(runAs: RunAs, path: string): void {
  if (runAs.uid === undefined || runAs.gid === undefined || lstatSync(path).uid === runAs.uid) return;
  try {
    chownSync(path, runAs.uid, runAs.gid);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'DATA_FOLDER_NOT_WRITABLE',
      `PostgreSQL does not run as root, and ${path} cannot be given to user ${runAs.uid} (${errorCodeOf(error)}); start Caravan as another user that owns the data folder.`,
      { cause: error },
    );
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = new Map<string, { uid: number; gid: number }>();
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [name, , uid, gid] = line.split(':');
      if (name !== undefined && uid !== undefined) users.set(name, { uid: Number(uid), gid: Number(gid) });
    }
  } catch {
    // Some containers have no such file; the number of nobody is the same everywhere.
  }
  const user = users.get('postgres') ?? users.get('nobody');
  return user !== undefined && user.uid > 0 ? user : { uid: 65_534, gid: 65_534 };
}

function closedParent(path: string, user: { uid: number; gid: number }): string | undefined {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function passage(): { setpriv: string; capability: keyof typeof capabilityBits } | undefined {
  const setpriv = setprivPaths.find((path) => existsSync(path));
  if (setpriv === undefined) return undefined;
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    const held = BigInt(`0x${effective ?? '0'}`);
    const has = (bit: number): boolean => ((held >> BigInt(bit)) & 1n) === 1n;
    if (has(capabilityBits.dac_read_search)) return { setpriv, capability: 'dac_read_search' };
    // Containers commonly keep only this stronger one.
    if (has(capabilityBits.dac_override)) return { setpriv, capability: 'dac_override' };
  } catch {
    return undefined;
  }
  return undefined;
}
