import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { processesOfServer } from '../process-identity.ts';
import type { EmbeddedPostgres } from '../start-embedded.ts';

const program = fileURLToPath(new URL('embedded-child.ts', import.meta.url));
export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const isRoot = process.geteuid?.() === 0;
export const nobody = 65_534;

interface Told {
  event: string;
  [field: string]: unknown;
}

export interface Holder {
  pid: number;
  told: Told[];
  /** The next report of this kind that was not taken yet. */
  next(event: string): Promise<Told>;
  send(command: 'stop' | 'pid' | 'die'): void;
  kill(signal: NodeJS.Signals): void;
  closed: Promise<number | null>;
}

export type Started = Told & Pick<EmbeddedPostgres, 'connection' | 'url' | 'superuser' | 'adopted' | 'pid'>;

const cleanups: (() => void)[] = [];

/** Ends what a test left running, and removes its folders. */
export function cleanUp(): void {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
}

export function onCleanUp(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** A folder for `<data>/postgres`; closed to others like one of mktemp, unless said otherwise. */
export function freshFolder(mode = 0o700): string {
  const parent = mkdtempSync(join(tmpdir(), 'caravan-pg-'));
  chmodSync(parent, mode);
  const folder = join(parent, 'postgres');
  onCleanUp(() => {
    for (const pid of processesOfServer(join(folder, 'data'))) spawnSync('kill', ['-9', String(pid)]);
    rmSync(parent, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  return folder;
}

/** A process that starts the server of `folder` and holds it. */
export function spawnHolder(folder: string, options: { uid?: number; settings?: object } = {}): Holder {
  const { uid, settings = {} } = options;
  const child = spawn(process.execPath, [program, folder, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    uid,
    gid: uid,
    cwd: '/',
  });
  const told: Told[] = [];
  const waiting: { event: string; fulfil(report: Told): void; reject(error: Error): void }[] = [];
  const untaken: Told[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const report = JSON.parse(line) as Told;
    told.push(report);
    const index = waiting.findIndex(({ event }) => event === report.event);
    if (index < 0) untaken.push(report);
    else waiting.splice(index, 1)[0]?.fulfil(report);
  });
  const closed = new Promise<number | null>((fulfil) => {
    child.on('close', (code) => {
      for (const { event, reject } of waiting)
        reject(new Error(`ended before ${event}: ${JSON.stringify(told)}`));
      fulfil(code);
    });
  });
  onCleanUp(() => void child.kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    told,
    next(event) {
      const index = untaken.findIndex((report) => report.event === event);
      const [report] = index < 0 ? [] : untaken.splice(index, 1);
      if (report !== undefined) return Promise.resolve(report);
      return new Promise((fulfil, reject) => waiting.push({ event, fulfil, reject }));
    },
    send: (command) => void child.stdin.write(`${command}\n`),
    kill: (signal) => void child.kill(signal),
    closed,
  };
}

export async function started(holder: Holder): Promise<Started> {
  const report = await Promise.race([holder.next('started'), holder.next('refused')]);
  if (report.event === 'refused') throw new Error(String(report['message']));
  return report as Started;
}

export async function stopped(holder: Holder): Promise<void> {
  holder.send('stop');
  await holder.closed;
}

/** Asks once on a connection of its own. */
export async function ask(connection: object | string, statement: string): Promise<postgres.Row[]> {
  const options = { max: 1, connect_timeout: 5, onnotice: () => undefined };
  const sql =
    typeof connection === 'string' ? postgres(connection, options) : postgres({ ...connection, ...options });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
