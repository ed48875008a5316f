import { defineConfig } from '../../platform/config/config.ts';
import { boolean, durationSeconds, integer, url } from '../../platform/config/settings.ts';

export const liveConfig = defineConfig('CARAVAN_LIVE', {
  tickMillis: integer({
    default: 250,
    min: 20,
    max: 10_000,
    meaning: 'Time between two frames of a live socket',
  }),
  maxSockets: integer({ default: 50_000, min: 1, meaning: 'Live sockets that one process takes' }),
  socketsPerUser: integer({
    default: 20,
    min: 1,
    meaning: 'Live sockets that one user may have open on one process',
  }),
  forgetAfterSeconds: durationSeconds({
    default: 86_400,
    min: 60,
    meaning: 'Silence after which a vehicle leaves the live map',
  }),
  recheckSeconds: durationSeconds({
    default: 60,
    min: 1,
    meaning: 'How often the rights of open sockets are asked again, beside every change of rights',
  }),
  redisUrl: url({
    meaning: 'Another Redis for live positions alone; default: that of CARAVAN_REDIS_URL',
    protocols: ['redis', 'rediss'],
  }),
  redisCluster: boolean({ default: false, meaning: 'The Redis of CARAVAN_LIVE_REDIS_URL is a Cluster' }),
});
