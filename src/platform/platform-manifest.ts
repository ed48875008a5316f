import { dbConfig } from './db/db-config.ts';
import { platformErrors } from './errors/platform-errors.ts';
import { cleanUp } from './jobs/cleanUp.ts';
import { defineModule } from './modules/manifest.ts';
import { getOperations } from './routes/getOperations.ts';
import { listEvents } from './routes/listEvents.ts';
import { listSettings } from './routes/listSettings.ts';
import { liveness } from './routes/liveness.ts';

/** What the platform itself brings: its tables, errors and routes that need no module. */
export const platform = defineModule({
  name: 'platform',
  summary: 'Health, events and the declarations of lifecycles',
  migrations: new URL('./migrations/', import.meta.url),
  config: dbConfig,
  errors: platformErrors,
  permissions: {
    'event:read': {
      meaning: 'Follow everything that happens',
      roles: { dispatcher: 'all', support: 'all', admin: 'all' },
    },
    'operations:read': { meaning: 'See how the service is doing', roles: { support: 'all', admin: 'all' } },
    'setting:read': { meaning: 'See the settings', roles: { support: 'all', admin: 'all' } },
  },
  routes: [liveness, listEvents, getOperations, listSettings],
  jobs: [cleanUp],
});
