import { defineConfig } from '../config/config.ts';
import { boolean, url } from '../config/settings.ts';

export const redisConfig = defineConfig('CARAVAN', {
  redisUrl: url({
    meaning:
      'Redis 7 or newer that all nodes share: exact limits, live positions; none: each process for itself',
    protocols: ['redis', 'rediss'],
  }),
  redisCluster: boolean({ default: false, meaning: 'The Redis of CARAVAN_REDIS_URL is a Cluster' }),
});
