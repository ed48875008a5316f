import type { FastifyInstance } from 'fastify';
import {
  accountsConfig,
  apiKeysOf,
  openTokens,
  tokenAuthenticator,
  type Tokens,
} from '../capabilities/accounts/api.ts';
import { auditHooks } from '../capabilities/audit/api.ts';
import { joinBackplane, listenToRights } from '../capabilities/live/api.ts';
import { checkPermissions, permissionCatalogue } from '../platform/auth/permissions.ts';
import type { Config } from '../platform/config/config.ts';
import type { Context } from '../platform/context.ts';
import { dbConfig } from '../platform/db/db-config.ts';
import { openDatabase, type ConnectionTarget } from '../platform/db/database.ts';
import { migrate } from '../platform/db/migrate/migrate.ts';
import { runSubscribers, type SubscriberRunner } from '../platform/events/run-subscribers.ts';
import { httpConfig } from '../platform/http/http-config.ts';
import { publicAddress } from '../platform/http/public-address.ts';
import { referencePages } from '../platform/http/reference-pages.ts';
import { buildServer } from '../platform/http/server.ts';
import { migrateJobs, startJobWorker, type JobWorker } from '../platform/jobs/worker.ts';
import { limitRequests } from '../platform/limits/limit-requests.ts';
import { devInbox } from '../platform/mail/dev-inbox.ts';
import { systemClock, type Clock } from '../platform/ports/clock.ts';
import { systemNet } from '../platform/ports/net.ts';
import { systemRng } from '../platform/ports/rng.ts';
import { openSecrets } from '../platform/secrets/secrets.ts';
import type { Logger } from '../platform/telemetry/log.ts';
import { registerMetrics } from '../platform/telemetry/metrics.ts';
import {
  errorCatalogue,
  healthRoutes,
  jobs,
  metricCollectors,
  routes,
  sensitiveNames,
  subscribers,
  version,
} from './catalogue.ts';
import { firstScreen } from './first-screen.ts';
import { manifests, migrationSets } from './modules.ts';
import { noteRefusal } from './note-refusal.ts';
import { startRealtime } from './realtime.ts';
import { trackingPage } from './tracking-page.ts';
import type { Role } from './roles-config.ts';
import { webApp } from './web-app.ts';

export interface DatabaseLocation {
  /** For postgres.js. */
  target: ConnectionTarget;
  /** The same as an address, for the job queue's own driver. */
  url: string;
}

export interface InstanceOptions {
  config: Config;
  database: DatabaseLocation;
  roles: readonly Role[];
  log: Logger;
  clock?: Clock;
}

/** A running Caravan in this process. */
export interface Instance {
  ctx: Context;
  tokens: Tokens;
  server: FastifyInstance | undefined;
  worker: JobWorker | undefined;
  subscribers: SubscriberRunner | undefined;
  /** Answers running requests, ends jobs at their next safe point, closes connections. */
  stop(): Promise<void>;
}

export async function prepareDatabase(database: DatabaseLocation, log: Logger): Promise<string[]> {
  const db = openDatabase({
    target: database.target,
    poolSize: 1,
    statementTimeoutSeconds: 0,
    idleInTransactionTimeoutSeconds: 0,
    connectTimeoutSeconds: 10,
    applicationName: 'caravan migrate',
  });
  try {
    const { applied } = await migrate({ sql: db.sql as never, sets: migrationSets, log });
    await migrateJobs(database.url);
    return applied;
  } finally {
    await db.close();
  }
}

export function openContext({
  config,
  database,
  log,
  clock = systemClock,
}: Omit<InstanceOptions, 'roles'>): Context {
  const settings = config.get(dbConfig);
  const db = openDatabase({
    target: database.target,
    poolSize: settings.dbPoolSize,
    readPoolSize: settings.dbReadPoolSize,
    statementTimeoutSeconds: settings.dbStatementTimeoutSeconds,
    idleInTransactionTimeoutSeconds: settings.dbIdleInTransactionTimeoutSeconds,
    connectTimeoutSeconds: settings.dbConnectTimeoutSeconds,
    applicationName: 'caravan',
    random: systemRng.float,
  });
  const permissions = permissionCatalogue(manifests);
  const secrets = openSecrets({ config, db, rng: systemRng });
  const address = publicAddress(config);
  return { config, address, clock, rng: systemRng, db, net: systemNet, log, permissions, secrets };
}

/**
 * Starts the chosen roles on a database that is already migrated. When one of them cannot start, those that did are
 * stopped again before the error is thrown.
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  checkPermissions(manifests);
  const ctx = openContext(options);
  const stops: (() => Promise<unknown>)[] = [() => ctx.db.close()];
  const stop = async () => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    return { ctx, ...(await startRoles(ctx, options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each part adds how it is stopped; they are stopped in the reverse order. */
async function startRoles(
  ctx: Context,
  { config, roles, database }: InstanceOptions,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Instance, 'ctx' | 'stop'>> {
  await ctx.secrets.load();
  registerMetrics(ctx, metricCollectors);
  const tokens = await openTokens(ctx);
  let worker: JobWorker | undefined;
  let runner: SubscriberRunner | undefined;
  if (roles.includes('worker')) {
    worker = await startJobWorker(ctx, database.url, jobs);
    stops.push(() => (worker as JobWorker).stop());
    runner = runSubscribers(ctx, subscribers);
    stops.push(() => (runner as SubscriberRunner).stop());
  }
  let server: FastifyInstance | undefined;
  if (roles.includes('api') || roles.includes('realtime')) {
    const keys = apiKeysOf(ctx);
    stops.push(() => keys.stop());
    const authenticator = tokenAuthenticator(tokens, keys);
    const api = roles.includes('api');
    const limits = limitRequests(ctx, {
      routes: api ? routes : healthRoutes,
      exemptThisMachine: config.get(accountsConfig).demo,
      onRefusal: noteRefusal(ctx),
    });
    const built = await buildServer({
      ctx,
      routes: api ? routes : healthRoutes,
      plugins: api
        ? [
            firstScreen,
            trackingPage,
            webApp,
            referencePages({ routes, errors: errorCatalogue, manifests, version }),
            devInbox({ open: config.get(accountsConfig).demo }),
          ]
        : [],
      authenticator,
      hooks: { ...limits.hooks, ...auditHooks(ctx, sensitiveNames) },
    });
    stops.push(
      async () => limits.close(),
      joinBackplane(ctx),
      await listenToRights(ctx, database.url),
      () => built.close(),
    );
    if (roles.includes('realtime')) await startRealtime(built, ctx, authenticator);
    await limits.ready();
    const { host, port } = config.get(httpConfig);
    await built.listen({ host, port });
    server = built;
  }
  return { tokens, server, worker, subscribers: runner };
}

/** The address on which the server really listens. */
export function addressOf(instance: Pick<Instance, 'server'>): string {
  const address = instance.server?.server.address();
  if (!address || typeof address === 'string') throw new Error('The server is not listening');
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
