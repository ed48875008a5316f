import { defineConfig } from '../config/config.ts';
import { boolean, durationSeconds, integer, list, text } from '../config/settings.ts';

export const httpConfig = defineConfig('CARAVAN', {
  host: text({ default: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all' }),
  port: integer({ default: 3000, min: 0, max: 65_535, meaning: 'Port to listen on; 0 takes a free one' }),
  publicUrl: text({
    default: '',
    meaning: 'Address under which people reach it; default http://localhost:PORT',
  }),
  bodyLimitBytes: integer({
    default: 1_048_576,
    min: 1024,
    meaning: 'Largest request body, where a route has no limit of its own',
  }),
  requestTimeoutSeconds: durationSeconds({
    default: 30,
    min: 1,
    meaning: 'Longest time for a request to arrive whole',
  }),
  keepAliveTimeoutSeconds: durationSeconds({
    default: 65,
    min: 1,
    meaning: 'Idle time after which a connection is closed',
  }),
  stopTimeoutSeconds: durationSeconds({
    default: 20,
    min: 1,
    meaning: 'Time that running requests get when the process stops',
  }),
  trustProxy: boolean({ default: false, meaning: 'Take the client address from X-Forwarded-For' }),
  proxyHops: integer({
    default: 1,
    min: 1,
    max: 10,
    meaning: 'Proxies of ours that a request passes; what X-Forwarded-For had before them is not believed',
  }),
  corsOrigins: list({ default: [], meaning: 'Web origins that may call the API from a browser' }),
  maxWaitingRequests: integer({
    default: 1000,
    min: 1,
    meaning: 'Requests that may wait for a database connection before new ones get 503',
  }),
});
