import { defineConfig } from '../../platform/config/config.ts';
import { durationSeconds, integer } from '../../platform/config/settings.ts';

export const trackingConfig = defineConfig('CARAVAN_TRACKING', {
  futureToleranceSeconds: durationSeconds({
    default: 300,
    min: 0,
    meaning: 'How far ahead of the server a device clock may be before its positions are set aside',
  }),
  thinAfterDays: integer({ default: 30, min: 1, meaning: 'Age in days at which positions are thinned' }),
  thinToSeconds: durationSeconds({
    default: 60,
    min: 1,
    meaning: 'One position in so long is kept when a day is thinned',
  }),
  dropAfterDays: integer({ default: 365, min: 2, meaning: 'Age in days at which positions are dropped' }),
  setAsideDays: integer({
    default: 30,
    min: 1,
    meaning: 'How long impossible positions are kept for a look at them',
  }),
});
