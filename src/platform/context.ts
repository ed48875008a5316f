import type { PermissionCatalogue } from './auth/scopes.ts';
import type { Config } from './config/config.ts';
import type { Database } from './db/database.ts';
import type { PublicAddress } from './http/public-address.ts';
import type { Clock } from './ports/clock.ts';
import type { Net } from './ports/net.ts';
import type { Rng } from './ports/rng.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Logger } from './telemetry/log.ts';

/** What the composition hands out. A function names the part that it needs: `Pick<Context, 'db' | 'clock'>`. */
export interface Context {
  config: Config;
  address: PublicAddress;
  clock: Clock;
  rng: Rng;
  db: Database;
  net: Net;
  secrets: Secrets;
  log: Logger;
  /** Every permission of the program, as its modules declare them. */
  permissions: PermissionCatalogue;
}

/** The ports that decide an outcome; enough for most actions. */
export type Ports = Pick<Context, 'clock' | 'rng' | 'config' | 'secrets'>;
