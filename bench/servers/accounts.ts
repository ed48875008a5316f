import { randomUUID } from 'node:crypto';
import { createUser } from '../../src/capabilities/accounts/actions/createUser.ts';
import { passwordsOf } from '../../src/capabilities/accounts/passwords.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import type { ConnectionTarget } from '../../src/platform/db/database.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, startInstance } from '../../src/roles/instance.ts';
import { inputOf, serve } from '../live/processes.ts';

/** API and worker with so many people who have an account; the load is not limited, tries are counted as ever. */
const { target, url, people } = inputOf<{ target: ConnectionTarget; url: string; people: number }>();
const config = loadConfig(configSections, {
  CARAVAN_PORT: '0',
  CARAVAN_TRUST_PROXY: 'true',
  CARAVAN_LIMITS_ENABLED: 'false',
});
const instance = await startInstance({
  config,
  database: { target, url },
  roles: ['api', 'worker'],
  log: silentLog(),
});
const { ctx } = instance;
const passwordHash = await passwordsOf(ctx).rehash(randomUUID());
const mails = Array.from({ length: people }, (_, n) => `known-${n}@example.org`);
for (const mail of mails)
  await ctx.db.transaction((tx) =>
    createUser(tx, ctx, {
      mail,
      mailVerified: true,
      name: 'Somebody',
      language: 'en',
      passwordHash,
      role: 'customer',
      by: 'signUp',
    }),
  );
serve({ address: addressOf(instance) }, async () => {
  const [row] = await ctx.db.sql<{ jobs: number }[]>`
    select count(*) as jobs from graphile_worker.jobs where run_at <= now()`;
  return { jobs: row!.jobs };
});
