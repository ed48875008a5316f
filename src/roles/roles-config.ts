import { defineConfig } from '../platform/config/config.ts';
import { choice, list, number } from '../platform/config/settings.ts';

export const allRoles = ['api', 'realtime', 'worker', 'simulator'] as const;
export type Role = (typeof allRoles)[number];

export const rolesConfig = defineConfig('CARAVAN', {
  roles: list({ default: ['api', 'realtime', 'worker'], of: allRoles, meaning: 'What this process does' }),
  logLevel: choice({
    default: 'info',
    of: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    meaning: 'Least important log lines that are written',
  }),
  simulatorSpeed: number({
    default: 1,
    min: 0.1,
    max: 200,
    meaning: 'How many times faster than real the simulated day runs',
  }),
});
