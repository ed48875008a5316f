import { defineModule } from '../../platform/modules/manifest.ts';
import { accountJobs, accountRoutes } from './account-parts.ts';
import { accountsConfig } from './config.ts';
import { roleErrors } from './role-errors.ts';
import { roleEvents } from './role-events.ts';
import { roleRoutes } from './role-parts.ts';
import { rolePermissions } from './role-permissions.ts';
import { accountsErrors } from './errors.ts';
import { accountsEvents } from './events.ts';
import { factorErrors } from './factor-errors.ts';
import { factorEvents } from './factor-events.ts';
import { factorJobs, factorRoutes, factorSecrets } from './factor-parts.ts';
import { factorPermissions } from './factor-permissions.ts';
import { permissions } from './permissions.ts';

export const accounts = defineModule({
  name: 'accounts',
  summary: 'Who is asking, and what they may do',
  migrations: new URL('./migrations/', import.meta.url),
  config: accountsConfig,
  errors: {
    definitions: { ...accountsErrors.definitions, ...roleErrors.definitions, ...factorErrors.definitions },
  },
  permissions: { ...permissions, ...rolePermissions, ...factorPermissions },
  events: [...Object.values(accountsEvents), ...Object.values(roleEvents), ...Object.values(factorEvents)],
  encrypted: [
    { table: 'accounts.token_keys', column: 'private_key', type: 'bytea', key: 'id' },
    ...factorSecrets,
  ],
  jobs: [...accountJobs, ...factorJobs],
  routes: [...accountRoutes, ...roleRoutes, ...factorRoutes],
});
