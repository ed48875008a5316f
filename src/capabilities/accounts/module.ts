import { defineModule } from '../../platform/modules/manifest.ts';
import { accountsConfig } from './config.ts';
import { createDemoToken } from './routes/createDemoToken.ts';

export const accounts = defineModule({
  name: 'accounts',
  summary: 'Who is asking, and what they may do',
  migrations: new URL('./migrations/', import.meta.url),
  config: accountsConfig,
  routes: [createDemoToken],
});
