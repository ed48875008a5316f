import { defineModule } from '../../platform/modules/manifest.ts';
import { liveConfig } from './config.ts';
import { createTicket } from './routes/createTicket.ts';

export const live = defineModule({
  name: 'live',
  summary: 'The live socket: tickets, topics and the map as it moves',
  migrations: new URL('./migrations/', import.meta.url),
  config: liveConfig,
  permissions: {
    'live:connect': {
      meaning: 'Open a live socket',
      roles: {
        customer: 'own',
        driver: 'own',
        dispatcher: 'all',
        carrier: 'party',
        host: 'party',
        support: 'all',
        admin: 'all',
      },
    },
  },
  routes: [createTicket],
});
