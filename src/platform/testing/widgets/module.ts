import { loadConfig, type ConfigSection } from '../../config/config.ts';
import type { Actor, Authenticator } from '../../auth/actor.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import { dbConfig } from '../../db/db-config.ts';
import type { MigrationSet } from '../../db/migrate/migrate.ts';
import { platformErrors } from '../../errors/platform-errors.ts';
import { httpConfig } from '../../http/http-config.ts';
import { publicAddress } from '../../http/public-address.ts';
import type { Route } from '../../http/route.ts';
import { buildServer } from '../../http/server.ts';
import { openSecrets } from '../../secrets/secrets.ts';
import { secretsConfig } from '../../secrets/secrets-config.ts';
import { jobsConfig } from '../../jobs/jobs-config.ts';
import { lifecycleRoutes } from '../../lifecycle/lifecycle-routes.ts';
import { systemClock, type Clock } from '../../ports/clock.ts';
import { systemNet } from '../../ports/net.ts';
import { systemRng, type Rng } from '../../ports/rng.ts';
import { liveness } from '../../routes/liveness.ts';
import { listEvents } from '../../routes/listEvents.ts';
import { silentLog } from '../../telemetry/log.ts';
import { widgetLifecycle } from './lifecycle.ts';
import { widgetRoutes } from './routes.ts';

/** The tables of the platform and of the widgets: a whole program without a single product module. */
export const widgetSets: MigrationSet[] = [
  { schema: 'platform', folder: new URL('../../migrations/', import.meta.url) },
  { schema: 'widgets', folder: new URL('./migrations/', import.meta.url) },
];

export interface ContextOptions {
  db: Database;
  clock?: Clock;
  rng?: Rng;
  /** Settings by environment name. */
  settings?: Record<string, string>;
}

const sections: ConfigSection<any>[] = [dbConfig, httpConfig, jobsConfig, secretsConfig];

export function widgetContext({
  db,
  clock = systemClock,
  rng = systemRng,
  settings = {},
}: ContextOptions): Context {
  const config = loadConfig(sections, {}, settings);
  const secrets = openSecrets({ config, db, rng });
  const address = publicAddress(config);
  return { config, address, clock, rng, db, net: systemNet, log: silentLog(), permissions: {}, secrets };
}

/** `Bearer alice` is Alice, who may do everything with widgets; `Bearer reader` only reads. */
const byName: Authenticator = {
  authenticate({ authorization }): Actor {
    const name = /^Bearer (\w+)$/.exec(authorization ?? '')?.[1];
    if (!name) throw platformErrors.not_authenticated('The token is not valid.');
    const permissions = ['widget:read', 'event:read', ...(name === 'reader' ? [] : ['widget:write'])];
    return {
      kind: 'person',
      id: name,
      partyId: null,
      companyIds: [],
      regionIds: [],
      roles: [name],
      grants: new Map(permissions.map((permission) => [permission, 'all'])),
    };
  },
};

export function widgetServer(ctx: Context, routes: readonly Route[] = widgetRoutes) {
  return buildServer({
    ctx,
    routes: [liveness, listEvents, ...routes, ...lifecycleRoutes(widgetLifecycle)],
    authenticator: byName,
  });
}
