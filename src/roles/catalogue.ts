import { explainAccess } from '../capabilities/accounts/api.ts';
import type { ConfigSection } from '../platform/config/config.ts';
import { httpConfig } from '../platform/http/http-config.ts';
import type { Route } from '../platform/http/route.ts';
import { fireTimer } from '../platform/jobs/fireTimer.ts';
import type { JobDefinition } from '../platform/jobs/job.ts';
import { reencryptFields } from '../platform/jobs/reencryptFields.ts';
import { jobsConfig } from '../platform/jobs/jobs-config.ts';
import { lifecycleRoutes } from '../platform/lifecycle/lifecycle-routes.ts';
import type { Lifecycle } from '../platform/lifecycle/lifecycle.ts';
import { limitsConfig } from '../platform/limits/limits-config.ts';
import { mailConfig } from '../platform/mail/mail-config.ts';
import { redisConfig } from '../platform/redis/redis-config.ts';
import { listLifecycles } from '../platform/routes/listLifecycles.ts';
import { liveness } from '../platform/routes/liveness.ts';
import { readiness } from '../platform/routes/readiness.ts';
import { secretsConfig } from '../platform/secrets/secrets-config.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { manifests } from './modules.ts';
import { rolesConfig } from './roles-config.ts';

export const version: string = packageJson.version;

export const configSections: readonly ConfigSection<any>[] = [
  rolesConfig,
  httpConfig,
  jobsConfig,
  secretsConfig,
  redisConfig,
  limitsConfig,
  mailConfig,
  ...manifests.flatMap(({ config }) => (config ? [config] : [])),
];

export const lifecycles: readonly Lifecycle<any>[] = manifests.flatMap(
  (manifest) => manifest.lifecycles ?? [],
);

/** What a process without the API answers. */
export const healthRoutes: readonly Route[] = [liveness, readiness(version)];

export const routes: readonly Route[] = [
  readiness(version),
  listLifecycles(lifecycles),
  explainAccess(() => routes),
  ...manifests.flatMap((manifest) => [
    ...(manifest.routes ?? []),
    ...(manifest.lifecycles ?? []).flatMap((lifecycle) => lifecycleRoutes(lifecycle)),
  ]),
];

/** What must not be kept of each module's requests and rows. */
export const sensitiveNames: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  manifests.map(({ name, sensitive = [] }) => [name, new Set(sensitive)]),
);

/** Every column that is sealed at rest. */
export const encryptedFields = manifests.flatMap((manifest) => manifest.encrypted ?? []);

export const jobs: readonly JobDefinition<any>[] = [
  fireTimer(lifecycles),
  reencryptFields(encryptedFields),
  ...manifests.flatMap((manifest) => manifest.jobs ?? []),
];

export const subscribers = manifests.flatMap((manifest) => manifest.subscribers ?? []);

export const metricCollectors = manifests.flatMap((manifest) => manifest.metrics ?? []);

export const errorCatalogue = Object.assign({}, ...manifests.map(({ errors }) => errors?.definitions ?? {}));
