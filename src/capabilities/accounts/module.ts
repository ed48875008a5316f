import { defineModule } from '../../platform/modules/manifest.ts';
import { accountsConfig } from './config.ts';
import { roleErrors } from './role-errors.ts';
import { roleEvents } from './role-events.ts';
import { roleRoutes } from './role-parts.ts';
import { rolePermissions } from './role-permissions.ts';
import { accountsErrors } from './errors.ts';
import { accountsEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { createDemoToken } from './routes/createDemoToken.ts';

export const accounts = defineModule({
  name: 'accounts',
  summary: 'Who is asking, and what they may do',
  migrations: new URL('./migrations/', import.meta.url),
  config: accountsConfig,
  errors: { definitions: { ...accountsErrors.definitions, ...roleErrors.definitions } },
  permissions: { ...permissions, ...rolePermissions },
  events: [...Object.values(accountsEvents), ...Object.values(roleEvents)],
  encrypted: [{ table: 'accounts.token_keys', column: 'private_key', type: 'bytea', key: 'id' }],
  routes: [createDemoToken, ...roleRoutes],
});
