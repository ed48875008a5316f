import { dbConfig } from './db/db-config.ts';
import { platformErrors } from './errors/platform-errors.ts';
import { cleanUp } from './jobs/cleanUp.ts';
import { defineModule } from './modules/manifest.ts';
import { getOperations } from './routes/getOperations.ts';
import { listSettings } from './routes/listSettings.ts';
import { limitLifted } from './limits/events.ts';
import { liftLimit } from './routes/liftLimit.ts';
import { listEvents } from './routes/listEvents.ts';
import { listLimits } from './routes/listLimits.ts';
import { liveness } from './routes/liveness.ts';
import { reportPageSpeed } from './routes/reportPageSpeed.ts';

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
    'limit:read': {
      meaning: 'See who sends how many requests, and who is held up by the limits',
      roles: { support: 'all', admin: 'all' },
    },
    'limit:lift': {
      meaning: 'Let somebody go on whom the limits hold up',
      roles: { admin: 'all' },
    },
  },
  events: [limitLifted],
  routes: [liveness, listEvents, listLimits, liftLimit, getOperations, listSettings, reportPageSpeed],
  jobs: [cleanUp],
});
