import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpClient } from '../../client/src/http.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { createDemoMap } from '../capabilities/geography/api.ts';
import { testMasterKey } from '../platform/testing/master-key.ts';
import { createTestDatabase } from '../platform/testing/postgres.ts';
import { demoTokens, type TokenSource } from './demo/demo-tokens.ts';

/** Caravan as an operator runs it: a process of its own that ends and comes back at the same address. */
export interface Caravan {
  address: string;
  /** As the dispatcher of the demo. */
  office: HttpClient;
  stop(): Promise<void>;
  /** Again, with other settings if need be. */
  start(settings?: Record<string, string>): Promise<void>;
  /** Lets the seeded drivers drive; what waits for a driver is left to people. */
  simulate(): Promise<void>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const drivers = 6;

/** The demo operator in a small town with streets of its own; deliveries are assigned by hand alone. */
export async function startCaravan(): Promise<Caravan> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'caravan-story-'));
  await createDemoMap(dataFolder, new Date(), { streetPoints: 1500, replace: true });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const endings: (() => Promise<unknown>)[] = [
    () => rm(dataFolder, { recursive: true, force: true }),
    () => database.drop(),
  ];
  let child: ChildProcess | undefined;
  const stop = async () => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGTERM');
    await ended;
  };
  endings.push(stop);
  const start = async (settings: Record<string, string> = {}, sign = 'Caravan is ready') => {
    child = spawn(process.execPath, ['src/main.ts', 'start', '--demo', '--no-simulator'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        DATABASE_URL: database.url,
        CARAVAN_PORT: String(port),
        CARAVAN_DATA: dataFolder,
        CARAVAN_MASTER_KEYS: testMasterKey,
        CARAVAN_SIMULATOR_DRIVERS: String(drivers),
        CARAVAN_DELIVERIES_ASSIGNMENT: 'manual',
        CARAVAN_DELIVERIES_OFFER_TTL: '1h',
        ...settings,
      },
    });
    await untilSaid(child, sign);
  };
  try {
    await start({}, 'The demo operator is there');
    const tokenFor = (await demoTokens(address)) as TokenSource;
    return {
      address,
      office: new HttpClient({ baseUrl: address, token: () => tokenFor('dispatcher') }),
      stop,
      start,
      async simulate() {
        const simulator = await startSimulator({ baseUrl: address, tokenFor, drivers, office: false });
        endings.push(() => simulator.stop());
      },
      close: () => endAll(endings),
    };
  } catch (error) {
    await endAll(endings);
    throw error;
  }
}

async function endAll(endings: (() => Promise<unknown>)[]): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end();
}

function untilSaid(child: ChildProcess, sign: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(sign)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`Caravan ended with ${code}: ${said.slice(-2000)}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
