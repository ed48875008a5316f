import { defineConfig } from '../platform/config/config.ts';
import { choice, integer, list, number, text } from '../platform/config/settings.ts';

export const allRoles = ['api', 'realtime', 'worker', 'simulator'] as const;
export type Role = (typeof allRoles)[number];

export const rolesConfig = defineConfig('CARAVAN', {
  roles: list({ default: ['api', 'realtime', 'worker'], of: allRoles, meaning: 'What this process does' }),
  logLevel: choice({
    default: 'info',
    of: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    meaning: 'Least important log lines that are written',
  }),
  webFolder: text({
    default: '',
    meaning: 'Folder with the built web app; default web/dist of the program',
  }),
  simulatorSpeed: number({
    default: 1,
    min: 0.1,
    max: 200,
    meaning: 'How many times faster than real the simulated day runs',
  }),
  simulatorDrivers: integer({ default: 24, min: 1, max: 5000, meaning: 'Drivers of the simulated fleet' }),
  simulatorOrdersPerHour: number({
    default: 150,
    min: 0,
    max: 100_000,
    meaning: 'Deliveries that the simulated customers order in an hour of theirs',
  }),
});
