import { defineModule } from '../../platform/modules/manifest.ts';
import { accountsConfig } from './config.ts';
import { accountsErrors } from './errors.ts';
import { accountsEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { createDemoToken } from './routes/createDemoToken.ts';

export const accounts = defineModule({
  name: 'accounts',
  summary: 'Who is asking, and what they may do',
  migrations: new URL('./migrations/', import.meta.url),
  config: accountsConfig,
  errors: accountsErrors,
  permissions,
  events: Object.values(accountsEvents),
  encrypted: [{ table: 'accounts.token_keys', column: 'private_key', type: 'bytea', key: 'id' }],
  routes: [createDemoToken],
});
