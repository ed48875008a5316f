import type { Command } from 'commander';
import { dbConfig } from '../platform/db/db-config.ts';
import { createLog } from '../platform/telemetry/log.ts';
import { accountsConfig, makeSetupLink } from '../capabilities/accounts/api.ts';
import { sensitiveInLogs } from '../roles/catalogue.ts';
import { addressOf, prepareDatabase, startInstance, type Instance } from '../roles/instance.ts';
import { rolesConfig } from '../roles/roles-config.ts';
import { announce } from './announce.ts';
import { restAfterStart } from './rest-after-start.ts';
import { stopInTime } from './stop-in-time.ts';
import { configFrom, joinDatabaseOf, openDatabaseOf } from './with-database.ts';

interface StartOptions {
  port?: string;
  host?: string;
  data?: string;
  roles?: string;
  empty?: boolean;
  demo?: boolean;
  simulator: boolean;
  speed?: string;
}

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Start Caravan: database, API, live socket and worker in this process')
    .option('--port <number>', 'port to listen on; 0 takes a free one')
    .option('--host <address>', 'address to listen on')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--roles <list>', 'only these roles: api, realtime, worker, simulator')
    .option('--demo', 'fill an empty instance with a demo operator and run a simulated fleet')
    .option('--empty', 'start with nothing in it')
    .option('--no-simulator', 'no simulated fleet in demo mode')
    .option('--speed <factor>', 'how many times faster than real the simulated day runs')
    .addHelpText(
      'after',
      `
Examples:
  caravan start --port 8080 --data /var/lib/caravan
  caravan start --demo --speed 10
  DATABASE_URL=postgresql://caravan@db/caravan caravan start --roles worker

Exit codes: 0 stopped when asked to, 1 failed, 2 wrong settings, 3 the port or data folder is in use.`,
    )
    .action(async (options: StartOptions) => {
      await start(options);
      // All is stopped; what a library still waits for must not keep the process.
      process.exit();
    });
}

async function start(options: StartOptions): Promise<void> {
  const config = configFrom({
    CARAVAN_PORT: options.port,
    CARAVAN_HOST: options.host,
    CARAVAN_DATA: options.data,
    CARAVAN_ROLES: options.roles,
    CARAVAN_SIMULATOR_SPEED: options.speed,
    ...(options.demo && !options.empty && { CARAVAN_DEMO: true }),
  });
  const settings = config.get(rolesConfig);
  const { demo } = config.get(accountsConfig);
  const simulator = options.simulator && (demo || settings.roles.includes('simulator'));
  const level = process.stdout.isTTY && settings.logLevel === 'info' ? 'warn' : settings.logLevel;
  const log = createLog(level, undefined, sensitiveInLogs);
  const alone = (['api', 'worker'] as const).every((role) => settings.roles.includes(role));
  const database = alone
    ? await openDatabaseOf(config, log, { shared: false })
    : await joinDatabaseOf(config, log);
  try {
    await prepareDatabase(database.location, log);
    const instance = await startInstance({ config, database: database.location, roles: settings.roles, log });
    const ready = instance.server ? addressOf(instance) : undefined;
    const fleet = simulator
      ? { drivers: settings.simulatorDrivers, speed: settings.simulatorSpeed }
      : undefined;
    const setupLink = ready !== undefined && !demo ? await makeSetupLink(instance.ctx) : undefined;
    announce({
      address: ready,
      setupLink,
      demo,
      fleet,
      dataFolder: config.get(dbConfig).dataFolder,
      roles: settings.roles,
    });
    const company = demo || simulator ? await startCompany(instance, simulator) : undefined;
    restAfterStart();
    await untilSignal(log);
    const stopping = (async () => {
      await company?.stop();
      await instance.stop();
    })();
    if (!(await stopInTime(stopping, log))) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}

/** The demo operator and the simulated fleet, which act through the API like everyone else. */
async function startCompany(instance: Instance, simulator: boolean): Promise<{ stop(): Promise<void> }> {
  const { runDemo } = await import('../roles/demo/run-demo.ts');
  const baseUrl = instance.server ? addressOf(instance) : instance.ctx.address.url();
  return runDemo({ instance, baseUrl, simulator });
}

/** Resolves at the first Ctrl+C or SIGTERM; a second one ends at once. */
function untilSignal(log: { warn(message: string): void }): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = () => {
      if (asked) process.exit(1);
      asked = true;
      log.warn('Stopping; running requests are answered first');
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}
