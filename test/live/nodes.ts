import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

export interface Node {
  url: string;
  liveUrl: string;
  token: string;
  /** Of another user, whose quotas are untouched. */
  otherToken: string;
  process: ChildProcess;
  /** kill -9; resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  request(method: string, path: string, body?: object): Promise<{ status: number; body: any }>;
  ticket(): Promise<string>;
}

export async function startNode(databaseUrl: string, settings: Record<string, string>): Promise<Node> {
  const child = fork(new URL('./node.ts', import.meta.url), [JSON.stringify({ databaseUrl, settings })], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url, ...tokens } = await new Promise<Pick<Node, 'url' | 'token' | 'otherToken'>>(
    (resolve, reject) => {
      child.once('message', (message) => resolve(message as Node));
      child.once('exit', (code) => reject(new Error(`the node ended with ${code} before it was ready`)));
    },
  );
  const request: Node['request'] = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    url,
    ...tokens,
    liveUrl: `${url.replace('http', 'ws')}/v1/live`,
    process: child,
    request,
    ticket: async () => (await request('POST', '/v1/live/tickets', {})).body.ticket,
    kill: (signal = 'SIGKILL') =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

export function redisServerInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface RunningRedis {
  url: string;
  client: Redis;
  stop(): Promise<void>;
}

/** A real Redis on a port of its own, keeping nothing on disk. */
export async function startRedis(more: string[] = [], wantedPort?: number): Promise<RunningRedis> {
  const port = wantedPort ?? (await freePort());
  const server = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      '/tmp',
      ...more,
    ],
    { stdio: 'ignore' },
  );
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => {
    // It is just starting, or was killed on purpose.
  });
  await client.ping();
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    stop: () =>
      new Promise((resolve) => {
        client.disconnect();
        if (server.exitCode !== null || server.signalCode !== null) return resolve();
        server.once('exit', () => resolve());
        server.kill('SIGKILL');
      }),
  };
}

/** A Redis Cluster of two masters, each with half of the slots. */
export async function startRedisCluster(): Promise<RunningRedis> {
  const nodes = await Promise.all(
    [0, 1].map(async (n) => {
      const file = `caravan-test-${process.pid}-${n}-${Date.now()}.conf`;
      return await startRedis(['--cluster-enabled', 'yes', '--cluster-config-file', file]);
    }),
  );
  const [first, second] = nodes as [RunningRedis, RunningRedis];
  await first.client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
  await second.client.call('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
  await first.client.call('CLUSTER', 'MEET', '127.0.0.1', new URL(second.url).port);
  for (;;) {
    const infos = await Promise.all(
      nodes.map((node) => node.client.call('CLUSTER', 'INFO') as Promise<string>),
    );
    if (infos.every((info) => info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:2')))
      break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url: first.url,
    client: first.client,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
