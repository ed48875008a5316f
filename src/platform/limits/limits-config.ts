import { defineConfig } from '../config/config.ts';
import { boolean, durationSeconds, integer, list } from '../config/settings.ts';

export const limitsConfig = defineConfig('CARAVAN_LIMITS', {
  enabled: boolean({ default: true, meaning: 'Count requests and refuse those beyond the limits' }),
  windowSeconds: durationSeconds({
    default: 900,
    min: 15,
    meaning: 'Time in which the limits for guests, users and premium keys may be used up',
  }),
  guest: integer({ default: 100, min: 1, meaning: 'Requests of one address without a login in that time' }),
  user: integer({ default: 1000, min: 1, meaning: 'Requests of one user or key in that time' }),
  premium: integer({
    default: 5000,
    min: 1,
    meaning: 'Requests of one key of the premium tier in that time',
  }),
  writes: integer({ default: 60, min: 1, meaning: 'Writes of one user or key in a minute' }),
  premiumWrites: integer({ default: 300, min: 1, meaning: 'Writes of one premium key in a minute' }),
  exempt: list({
    default: [],
    meaning:
      'Addresses or networks (10.0.0.0/8) that are not limited; in demo mode this machine is one of them',
  }),
});
