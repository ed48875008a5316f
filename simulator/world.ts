import type { HttpClient } from '../client/src/http.ts';
import type { SimClock } from './clock.ts';
import type { Company } from './companies.ts';
import type { Ledger } from './ledger.ts';
import type { Notices } from './notices.ts';
import type { Random } from './random.ts';
import type { Roads } from './roads.ts';
import type { SimulatorStats } from './stats.ts';
import type { Traffic } from './traffic.ts';
import type { Address, Point } from './types.ts';

/** What every actor of the simulation has in common. */
export interface World {
  /** The operator's office: a dispatcher. */
  office: HttpClient;
  /** The same server as somebody else. */
  as(role: 'customer' | 'driver', partyId: string): HttpClient;
  clock: SimClock;
  random: Random;
  roads: Roads;
  traffic: Traffic;
  notices: Notices;
  ledger: Ledger;
  companies: readonly Company[];
  addresses: readonly Address[];
  /** Where parcels come from. */
  hubs: readonly Point[];
  stats: SimulatorStats;
  /** For what went wrong, in words. */
  log(line: string): void;
  /** Runs something until it or the simulation ends. An error is told; what is to go on for ever begins again. */
  spawn(name: string, run: () => Promise<void>, options?: { forEver: boolean }): void;
}
