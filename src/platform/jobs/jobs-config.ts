import { defineConfig } from '../config/config.ts';
import { durationSeconds, integer } from '../config/settings.ts';

export const jobsConfig = defineConfig('CARAVAN_JOBS', {
  concurrency: integer({ default: 4, min: 1, max: 64, meaning: 'Jobs that one worker runs at a time' }),
  heartbeatSeconds: durationSeconds({
    default: 5,
    min: 0.1,
    meaning: 'How often a worker gives a sign of life',
  }),
  deadAfterSeconds: durationSeconds({
    default: 30,
    min: 0.5,
    meaning: 'Silence after which a worker counts as dead and its jobs are taken again',
  }),
});
