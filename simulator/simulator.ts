import { setMaxListeners } from 'node:events';
import { HttpClient } from '../client/src/http.ts';
import { SimClock } from './clock.ts';
import { clientCompanies } from './companies.ts';
import { runCustomers } from './customer.ts';
import { Dispatcher } from './dispatcher.ts';
import type { DriverAgent } from './driver.ts';
import { openFleet } from './fleet.ts';
import { Ledger, listOpen } from './ledger.ts';
import { Notices } from './notices.ts';
import { PositionSender } from './positions.ts';
import { Random } from './random.ts';
import { Roads } from './roads.ts';
import { noStats, type SimulatorStats } from './stats.ts';
import { Traffic } from './traffic.ts';
import type { Address, Delivery } from './types.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  /** Of the server; nothing else of it is known. */
  baseUrl: string;
  /** Asked again when a token is no longer taken. Without a party: any person in that role. */
  tokenFor(role: 'dispatcher' | 'driver' | 'customer', partyId?: string): Promise<string>;
  /** How many times faster than real; default 1. */
  speed?: number;
  drivers?: number;
  /** 0: only what is there already is delivered. */
  ordersPerHour?: number;
  /** False: people at the board decide who drives what, and the simulated office does nothing. Default true. */
  office?: boolean;
  seed?: number;
  /** Where the customers live; default: the doors of the deliveries that are there. */
  addresses?: readonly Address[];
  /** For what went wrong, in words. */
  log?(line: string): void;
}

export interface Simulator {
  stats(): SimulatorStats;
  readonly ledger: Ledger;
  /** Resolves when no delivery is open any more. */
  untilDone(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a fleet, customers and dispatchers that act only through the public API. Resolves when all are at work. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { baseUrl, speed = 1, drivers = 24, ordersPerHour = 0, seed = 1, log = () => {} } = options;
  const decides = options.office ?? true;
  const ending = new AbortController();
  const { signal } = ending;
  // Every request in flight listens to it.
  setMaxListeners(0, signal);
  const stats = noStats();
  const random = new Random(seed);
  const clock = new SimClock(speed);
  const as = clientsOf(options, signal, stats, random.fork('network'));
  const office = as('dispatcher');
  const notices = new Notices(office, clock);
  const ledger = new Ledger();
  await notices.begin();
  const open: Delivery[] = [];
  for await (const delivery of listOpen(office)) open.push(delivery);
  const addresses = options.addresses?.length ? options.addresses : await doorsOf(office);
  const companies = ordersPerHour > 0 ? clientCompanies(random.fork('companies'), addresses) : [];
  const pickups = [...companies, ...open].map(({ pickup }) => pickup);
  const world: World = {
    office,
    as,
    clock,
    random,
    roads: new Roads(office, stats),
    traffic: new Traffic(clock),
    notices,
    ledger,
    companies,
    addresses,
    hubs: pickups.length > 0 ? pickups.slice(0, 200) : addresses.slice(0, 20),
    stats,
    log,
    spawn(name, run, { forEver } = { forEver: false }) {
      const attempt = (): void => {
        run().catch((error: unknown) => {
          if (signal.aborted) return;
          log(`Simulator, ${name}: ${error instanceof Error ? error.message : String(error)}`);
          if (forEver) clock.sleepReal(5000).then(attempt, () => {});
        });
      };
      attempt();
    },
  };
  const { traffic } = world;
  const { tickMillis } = traffic;
  const network = random.fork('socket');
  const positions = new PositionSender(office, { baseUrl, tickMillis, stats, random: () => network.next() });
  const agents = await openFleet(world, drivers, (position) => positions.add(position));
  const dispatcher = new Dispatcher(world);
  for (const delivery of open) {
    ledger.see(delivery);
    if (decides) dispatcher.see(delivery);
    const agent = agents.get(delivery.driverId ?? '');
    if (delivery.state === 'assigned') agent?.consider(delivery.id);
    else agent?.take(delivery);
  }
  listen(world, agents, decides ? dispatcher : undefined);
  positions.start();
  const forEver = { forEver: true };
  world.spawn('traffic', () => traffic.run(), forEver);
  world.spawn('notices', () => notices.run(), forEver);
  if (decides) world.spawn('office', () => dispatcher.run(), forEver);
  world.spawn('customers', () => runCustomers(world, ordersPerHour), forEver);
  for (const agent of agents.values()) world.spawn(agent.driver.name, () => agent.run(), forEver);
  return {
    stats: () => ({ ...stats }),
    ledger,
    async untilDone() {
      for (;;) {
        if (ledger.openCount === 0 && (await listOpen(office).next()).done) break;
        await clock.sleepReal(500);
      }
      await positions.flush();
    },
    async stop() {
      const reason = new Error('The simulation was stopped');
      ending.abort(reason);
      clock.end(reason);
      positions.stop();
    },
  };
}

/** One reader, and each event told to whom it concerns. */
function listen(
  { notices, ledger }: World,
  agents: Map<string, DriverAgent>,
  dispatcher: Dispatcher | undefined,
): void {
  notices.listen((event) => {
    if (event.entity !== 'delivery') return;
    ledger.hear(event);
    dispatcher?.hear(event);
    const { driverId } = event.payload;
    if (typeof driverId === 'string') agents.get(driverId)?.hear(event);
  });
}

function clientsOf(
  { baseUrl, tokenFor }: SimulatorOptions,
  signal: AbortSignal,
  stats: SimulatorStats,
  random: Random,
): (role: 'dispatcher' | 'driver' | 'customer', partyId?: string) => HttpClient {
  const clients = new Map<string, HttpClient>();
  const common = {
    baseUrl,
    signal,
    tries: Number.POSITIVE_INFINITY,
    random: () => random.next(),
    onRetry: () => void stats.retriedRequests++,
  };
  return (role, partyId) => {
    const name = `${role} ${partyId ?? ''}`;
    let client = clients.get(name);
    if (!client) {
      let token: Promise<string> | undefined;
      client = new HttpClient({
        ...common,
        token(refused) {
          if (refused) token = undefined;
          token ??= tokenFor(role, partyId).catch((error: unknown) => {
            token = undefined;
            throw error;
          });
          return token;
        },
      });
      clients.set(name, client);
    }
    return client;
  };
}

/** An instance without a delivery gives a fleet no address to go to. */
export class NothingToDrive extends Error {
  override readonly name = 'NothingToDrive';
}

async function doorsOf(office: HttpClient): Promise<Address[]> {
  const { items } = await office.get<{ items: { pickup: Address; dropoff: Address }[] }>('/v1/deliveries', {
    limit: 200,
  });
  if (items.length === 0)
    throw new NothingToDrive(
      'There is no delivery to drive. Import some first: caravan deliveries import orders.csv',
    );
  return items.flatMap(({ pickup, dropoff }) => [pickup, dropoff]);
}
