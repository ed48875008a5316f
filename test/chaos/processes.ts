import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withinMs } from './patience.ts';

const main = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../src/main.ts');

/** Where a test deployment lives. */
export interface Site {
  dataFolder: string;
  logFolder: string;
  port: number;
  /** A stock server instead of the embedded one. */
  databaseUrl?: string | undefined;
}

export interface RoleProcess {
  role: string;
  readonly pid: number;
  /** Milliseconds from its start until it said that it is ready. */
  readonly readyMs: number;
  /** Kills it as a failing machine would, starts it again, and resolves when it is ready. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

const readyPatienceMs = 60_000;
const stopPatienceMs = 60_000;

/** Starts one role in a process of its own and keeps what it writes. */
export async function startRole(site: Site, role: string): Promise<RoleProcess> {
  let running = await launch(site, role);
  return {
    role,
    get pid() {
      return running.child.pid!;
    },
    get readyMs() {
      return running.readyMs;
    },
    async killAndRestart() {
      const ended = once(running.child, 'exit');
      running.child.kill('SIGKILL');
      await ended;
      running = await launch(site, role);
    },
    async stop() {
      const { child } = running;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      try {
        await withinMs(stopPatienceMs, ended, () => `${role} did not stop in ${stopPatienceMs / 1000} s`);
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
    },
  };
}

async function launch(site: Site, role: string): Promise<{ child: ChildProcess; readyMs: number }> {
  const startedMs = performance.now();
  const errors = openSync(path.join(site.logFolder, `${role}.log`), 'a');
  const child = spawn(
    process.execPath,
    [main, 'start', '--roles', role, '--port', String(site.port), '--data', site.dataFolder],
    { stdio: ['ignore', 'pipe', errors], env: environment(site) },
  );
  const log = openSync(path.join(site.logFolder, `${role}.out`), 'a');
  await new Promise<void>((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error(`${role} was not ready in time`)), readyPatienceMs);
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk.toString();
      writeAll(log, chunk);
      if (!output.includes('Caravan is ready')) return;
      clearTimeout(patience);
      resolve();
    });
    child.once('exit', (code, signal) => {
      clearTimeout(patience);
      const said = readFileSync(path.join(site.logFolder, `${role}.log`), 'utf8').slice(-2000);
      reject(
        new Error(`${role} ended with ${code ?? signal} before it was ready: ${output.slice(-1000)}${said}`),
      );
    });
  });
  return { child, readyMs: performance.now() - startedMs };
}

/** One command of the program; gives its last line. */
export async function command(site: Site, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [main, ...args, '--data', site.dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(site),
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return output.trimEnd().split('\n').at(-1)!;
}

function environment(site: Site): Record<string, string | undefined> {
  return {
    ...process.env,
    CARAVAN_LOG_LEVEL: 'warn',
    CARAVAN_LIMITS_ENABLED: 'false',
    ...(site.databaseUrl && { DATABASE_URL: site.databaseUrl }),
  };
}

function writeAll(file: number, chunk: Buffer): void {
  try {
    writeSync(file, chunk);
  } catch {
    // A full disk must not end the test; the log is for people.
  }
}
