import type { Command } from 'commander';
import { HttpClient } from '../../client/src/http.ts';
import { demoTokens } from '../roles/demo/demo-tokens.ts';
import { officeTokens } from '../roles/demo/office-tokens.ts';
import { silentLog } from '../platform/telemetry/log.ts';
import { CommandFailure } from './failure.ts';
import { showProgress, showResult } from './simulate/report.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

interface SimulateOptions {
  url: string;
  speed: string;
  drivers: string;
  ordersPerHour: string;
  seed: string;
  untilDone?: boolean;
  data?: string;
  json?: boolean;
}

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('Run a simulated fleet against a running Caravan, through its public API only')
    .option('--url <address>', 'where Caravan runs', 'http://localhost:3000')
    .option('--speed <factor>', 'how many times faster than real, 0.1 to 200', '1')
    .option('--drivers <number>', 'size of the fleet', '24')
    .option('--orders-per-hour <number>', 'new deliveries in a simulated hour', '0')
    .option('--seed <number>', 'the same seed makes the same decisions', '1')
    .option('--until-done', 'end when no delivery is open, then check every history')
    .option('--data <folder>', 'folder of the embedded database, to sign tokens outside demo mode')
    .option('--json', 'one JSON line at the end instead of words')
    .addHelpText(
      'after',
      `
Examples:
  caravan simulate --speed 10 --orders-per-hour 120
  caravan simulate --until-done --speed 60 --drivers 40`,
    )
    .action((options: SimulateOptions) =>
      simulate(options).catch((error: unknown) => {
        throw explained(error, options.url);
      }),
    );
}

async function simulate(options: SimulateOptions): Promise<void> {
  const speed = numberOf('--speed', options.speed, 0.1, 200);
  const drivers = numberOf('--drivers', options.drivers, 1, 5000);
  const ordersPerHour = numberOf('--orders-per-hour', options.ordersPerHour, 0, 100_000);
  const seed = numberOf('--seed', options.seed, 0, 2 ** 32);
  const { tokenFor, close } = await tokensFor(options);
  const { startSimulator, NothingToDrive } = await import('../../simulator/simulator.ts');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const startedMs = performance.now();
    const simulator = await startSimulator({
      baseUrl: options.url,
      tokenFor,
      speed,
      drivers,
      ordersPerHour,
      seed,
      log: say,
    });
    const ended = new Promise<'signal'>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('signal'));
    });
    const progress = showProgress(simulator, options.json === true);
    const why = await Promise.race([ended, ...(options.untilDone ? [simulator.untilDone()] : [])]);
    progress.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    await simulator.stop();
    const api = new HttpClient({ baseUrl: options.url, token: () => tokenFor('dispatcher') });
    const isWhole = await showResult({
      simulator,
      api,
      seconds,
      json: options.json === true,
      check: why !== 'signal',
    });
    if (!isWhole) throw new CommandFailure('Some histories are not in order; they are named above.');
  } catch (error) {
    throw error instanceof NothingToDrive ? new CommandFailure(error.message) : error;
  } finally {
    await close();
  }
}

/** What the person at the terminal can do something about, in a sentence. */
function explained(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new CommandFailure(
      `Nothing answers at ${url}. Start Caravan there, or name its address with --url.`,
    );
  return error;
}

/** Demo tokens where the server gives them; otherwise signed with the keys of the data folder. */
async function tokensFor(options: SimulateOptions): Promise<{
  tokenFor(role: string, partyId?: string): Promise<string>;
  close(): Promise<void>;
}> {
  const fromDemo = await demoTokens(options.url);
  if (fromDemo) return { tokenFor: fromDemo, close: async () => {} };
  const config = configFrom({ CARAVAN_DATA: options.data });
  const log = silentLog();
  const database = await openDatabaseOf(config, log, { shared: true });
  if (database.own) {
    await database.stop();
    throw new CommandFailure(
      `${options.url} is not in demo mode, and no Caravan runs on this data folder: name its folder with --data.`,
    );
  }
  return officeTokens({ config, database: database.location, log });
}

function numberOf(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= low && value <= high) return value;
  throw new CommandFailure(`${name} must be a number from ${low} to ${high}, but is "${text}".`, 2);
}
