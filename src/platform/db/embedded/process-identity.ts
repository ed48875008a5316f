import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: boot and start time of the process; '' when the platform does not tell. */
  startedAt: string;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Start time of a living process, undefined when there is none (a zombie counts as none). */
export function startedAtOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    // The program's name may hold spaces and brackets, so fields are counted from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
    return `${boot}:${fields[19] ?? ''}`;
  }
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? undefined : started;
  } catch {
    return undefined;
  }
}

export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = startedAtOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startedAtOf(identity.pid) === identity.startedAt;
}

/** Command lines of all living processes by number; a zombie has none. */
function commandLines(): Map<number, string> {
  const lines = new Map<number, string>();
  if (process.platform === 'linux') {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const line = readText(`/proc/${entry}/cmdline`);
      if (line !== undefined && line !== '') lines.set(Number(entry), line.replaceAll('\0', ' '));
    }
    return lines;
  }
  for (const line of execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')) {
    const [, pid, command] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    if (pid !== undefined && command !== undefined) lines.set(Number(pid), command);
  }
  return lines;
}

/** Name that all processes of the server of a data folder show in their titles. */
export function clusterNameOf(dataFolder: string): string {
  return `caravan-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
}

/** All living processes of the server of `dataFolder` (an absolute path), the postmaster among them. */
export function processesOfServer(dataFolder: string): number[] {
  const title = `postgres: ${clusterNameOf(dataFolder)}: `;
  return [...commandLines()]
    .filter(([, line]) => line.startsWith(title) || isPostmasterLine(line, dataFolder))
    .map(([pid]) => pid);
}

/** Living processes that have `path` in their command line. */
export function processesNaming(path: string): number[] {
  return [...commandLines()].filter(([, line]) => line.includes(path)).map(([pid]) => pid);
}

/** Whether `pid` is the living main process of the server of `dataFolder`. */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  const line =
    process.platform === 'linux'
      ? readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ')
      : commandLines().get(pid);
  return isPostmasterLine(line ?? '', dataFolder);
}

/** The living main process of the server of `dataFolder`. */
export function postmasterOf(dataFolder: string): number | undefined {
  return [...commandLines()].find(([, line]) => isPostmasterLine(line, dataFolder))?.[0];
}

function isPostmasterLine(line: string, dataFolder: string): boolean {
  return /(^|\/)postgres /.test(line) && `${line.trimEnd()} `.includes(` -D ${dataFolder} `);
}

export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
