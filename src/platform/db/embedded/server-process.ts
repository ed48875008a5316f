import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { diskFull, EmbeddedPostgresError, errorCodeOf } from './errors.ts';
import { type Toolbox, cannotExecute, lastProblem, serverEnvironment } from './initialise.ts';
import { isPostmasterOf, processesOfServer, signal, startedAtOf } from './process-identity.ts';
import { commandAs } from './run-as.ts';

/** A running postmaster: our own child, or an orphan that we took over. */
export interface ServerProcess {
  pid: number;
  /** Resolves with a reason when the process is gone. */
  gone: Promise<string>;
}

const pollMs = 20;

/** Settings in which a running server listens, as it wrote them itself. */
export function listeningOn(data: string): { port: number; socketFolder: string } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const port = Number(lines[3]);
    return port > 0 ? { port, socketFolder: lines[4] ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

export function spawnServer(tools: Toolbox, overrides: Record<string, string>): ServerProcess {
  const { layout, binaries, runAs } = tools;
  const settings = Object.entries(overrides).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = commandAs(runAs, binaries.postgres, ['-D', layout.data, ...settings]);
  // Append, so that cutting the file while the server writes leaves no hole.
  const log = openSync(layout.log, 'a', 0o600);
  const logFrom = statSync(layout.log).size;
  let child: ChildProcess;
  try {
    child = spawn(command.file, command.arguments, {
      cwd: '/',
      env: serverEnvironment(binaries),
      uid: command.uid,
      gid: command.gid,
      stdio: ['ignore', log, log],
      // Its own process group: Ctrl+C in the terminal reaches us, and we stop it when we are done with it.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
  let failure: Error | undefined;
  const gone = new Promise<string>((fulfil) => {
    child.on('error', (error) => {
      failure = error;
      fulfil(error.message);
    });
    child.on('exit', (code, signalName) => {
      fulfil(signalName === null ? exitReason(layout.log, logFrom, code) : `it was ended by ${signalName}`);
    });
  });
  if (child.pid === undefined) {
    throw cannotExecute(binaries.postgres, failure ?? new Error('spawn failed'));
  }
  child.unref();
  return { pid: child.pid, gone };
}

function exitReason(log: string, from: number, code: number | null): string {
  try {
    const text = readFileSync(log).subarray(from).toString();
    if (/No space left on device/.test(text)) return 'No space left on device';
    return lastProblem(text) ?? `it ended with code ${code}`;
  } catch {
    return `it ended with code ${code}`;
  }
}

/** Takes over a server that is not our child: its death is seen by looking. */
export function adoptServer(pid: number): ServerProcess {
  const startedAt = startedAtOf(pid);
  const gone = (async () => {
    while (startedAt !== undefined && startedAtOf(pid) === startedAt) {
      await sleep(200, undefined, { ref: false });
    }
    return 'the adopted server is gone';
  })();
  return { pid, gone };
}

export interface Login {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
}

/**
 * Resolves when the server answers a query; replaying a long log after a crash is waited for as long as it lives.
 * @throws EmbeddedPostgresError DISK_FULL or START_FAILED when it ends instead
 */
export async function untilReady(
  server: ServerProcess,
  login: Login,
  folder: string,
  onWait: (seconds: number) => void,
): Promise<void> {
  let ended: string | undefined;
  void server.gone.then((reason) => {
    ended = reason;
  });
  const startedMs = performance.now();
  let told = 0;
  for (;;) {
    if (ended !== undefined) {
      if (/No space left on device/.test(ended)) throw diskFull(folder);
      throw new EmbeddedPostgresError('START_FAILED', `PostgreSQL in ${folder} did not start: ${ended}`);
    }
    const answer = await probe(login);
    if (answer === 'ready') return;
    if (answer === 'refused') {
      throw new EmbeddedPostgresError(
        'START_FAILED',
        `PostgreSQL in ${folder} runs, but does not accept the password in ${join(folder, 'secrets.json')}; stop process ${server.pid} and start again, the password is then set anew.`,
      );
    }
    const seconds = Math.floor((performance.now() - startedMs) / 5_000) * 5;
    if (seconds > told) onWait((told = seconds));
    await sleep(pollMs);
  }
}

export async function probe(login: Login): Promise<'ready' | 'not yet' | 'refused'> {
  const client = new pg.Client({
    host: login.host,
    port: login.port,
    database: login.database,
    user: login.username,
    password: login.password,
    connectionTimeoutMillis: 2_000,
    application_name: 'caravan-supervisor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return 'ready';
  } catch (error) {
    return errorCodeOf(error) === '28P01' ? 'refused' : 'not yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fast shutdown first, then ever ruder; resolves when no process of the server is left. */
export async function stopServer(pid: number, data: string): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 8_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 2_000],
  ];
  for (const [name, patienceMs] of steps) {
    if (!isPostmasterOf(pid, data)) break;
    signal(pid, name);
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline && isPostmasterOf(pid, data)) await sleep(pollMs);
  }
  await clearLeftovers(data);
}

/**
 * After the main process was killed its children notice within moments, except one in a long computation. While
 * any lives, a new server refuses the folder, so those are ended; they hold nothing that was acknowledged.
 */
export async function clearLeftovers(data: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 50) {
    const left = processesOfServer(data);
    if (left.length === 0) return;
    if (waitedMs >= 100) for (const pid of left) signal(pid, waitedMs >= 1_000 ? 'SIGKILL' : 'SIGQUIT');
    await sleep(50);
  }
}
