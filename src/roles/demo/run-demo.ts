import { HttpClient } from '../../../client/src/http.ts';
import { clientCompanies } from '../../../simulator/companies.ts';
import { Random } from '../../../simulator/random.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { accountsConfig } from '../../capabilities/accounts/api.ts';
import { newId } from '../../platform/ports/rng.ts';
import type { Instance } from '../instance.ts';
import { rolesConfig } from '../roles-config.ts';
import type { TokenSource } from './demo-tokens.ts';
import { isEmpty, seedOperator } from './seed.ts';
import { demoAddresses } from './town.ts';

export interface DemoOptions {
  instance: Pick<Instance, 'ctx' | 'tokens'>;
  /** Where the API answers. */
  baseUrl: string;
  simulator: boolean;
}

const seed = 7;
const tokenSeconds = 12 * 3600;

/**
 * Runs beside the server once it answers: fills an empty demo operator, then lets the simulated fleet work.
 * Errors end it and are logged; the server goes on.
 */
export function runDemo({ instance, baseUrl, simulator: withSimulator }: DemoOptions): {
  stop(): Promise<void>;
} {
  const { ctx } = instance;
  let simulator: Simulator | undefined;
  let stopped = false;
  const tokenFor = tokensOf(instance);
  const run = async (): Promise<void> => {
    const demo = ctx.config.get(accountsConfig).demo;
    const addresses = demo ? await demoAddresses(ctx, seed) : [];
    const settings = ctx.config.get(rolesConfig);
    const drivers = settings.simulatorDrivers;
    const api = new HttpClient({ baseUrl, token: () => tokenFor('dispatcher') });
    if (demo && addresses.length > 0 && (await isEmpty(api))) {
      // The same companies as the simulator's: it draws them from the same seed.
      const companies = clientCompanies(new Random(seed).fork('companies'), addresses);
      const startedMs = ctx.clock.nowMs();
      await seedOperator(api, { companies, addresses, drivers }, new Random(seed).fork('operator'));
      ctx.log.info({ milliseconds: ctx.clock.nowMs() - startedMs }, 'The demo operator is there');
    }
    if (!withSimulator || stopped) return;
    simulator = await startSimulator({
      baseUrl,
      tokenFor,
      speed: settings.simulatorSpeed,
      drivers,
      ordersPerHour: settings.simulatorOrdersPerHour,
      seed,
      addresses,
      log: (line) => ctx.log.warn(line),
    });
    if (stopped) await simulator.stop();
  };
  const running = run().catch((error: unknown) => {
    if (!stopped) ctx.log.error({ err: error }, 'The demo could not go on');
  });
  return {
    async stop() {
      stopped = true;
      await simulator?.stop();
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    },
  };
}

function tokensOf({ ctx, tokens }: DemoOptions['instance']): TokenSource {
  return async (role, partyId = newId(ctx)) =>
    tokens.issue({ userId: partyId, partyId, companyIds: [], regionIds: [], roles: [role] }, tokenSeconds);
}
