import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWebApp } from './build-web-app.ts';

export interface Instance {
  baseUrl: string;
  /** What the program has printed so far. */
  printed(): string;
  stop(): Promise<void>;
}

const patienceMs = 180_000;

/**
 * The program itself with the web app as its sources are now, on a free port, with a data folder that goes when it stops.
 * @throws Error when it is not `ready` in three minutes
 */
export async function startInstance(
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> },
  ready: (baseUrl: string) => Promise<boolean>,
): Promise<Instance> {
  await buildWebApp();
  const data = await mkdtemp(path.join(tmpdir(), 'caravan-pictures-'));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['src/main.ts', 'start', '--port', String(port), '--data', data, ...args],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, CARAVAN_LOG_LEVEL: 'error', ...env } },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const baseUrl = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + patienceMs;
  while (!(await ready(baseUrl).catch(() => false))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error('The instance for the pictures did not come up.');
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return { baseUrl, printed: () => printed, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
