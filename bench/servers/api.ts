import { loadConfig } from '../../src/platform/config/config.ts';
import type { ConnectionTarget } from '../../src/platform/db/database.ts';
import { createLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, startInstance } from '../../src/roles/instance.ts';
import { inputOf, serve } from '../live/processes.ts';

/** The product's API role with login, limits, logs (to /dev/null) and metrics on, on the bench's database. */
const {
  target,
  url,
  settings = {},
} = inputOf<{ target: ConnectionTarget; url: string; settings?: Record<string, string> }>();
const log = createLog('info', '/dev/null');
// Limits count as they always do, but the load comes from a single user.
const config = loadConfig(configSections, {
  CARAVAN_PORT: '0',
  CARAVAN_LIMITS_USER: '1000000000',
  CARAVAN_LIMITS_WRITES: '1000000000',
  ...settings,
});
const instance = await startInstance({ config, database: { target, url }, roles: ['api'], log });
const subject = {
  userId: '00000000-0000-7000-8000-000000000001',
  partyId: null,
  companyIds: [],
  regionIds: [],
};
const token = await instance.tokens.issue({ ...subject, roles: ['dispatcher'] }, 86_400);
serve({ port: Number(new URL(addressOf(instance)).port), token }, () => ({ memory: process.memoryUsage() }));
