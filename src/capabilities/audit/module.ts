import { defineModule } from '../../platform/modules/manifest.ts';
import { auditConfig } from './config.ts';
import { dropOldDays } from './jobs/dropOldDays.ts';
import { sealEntries } from './jobs/sealEntries.ts';
import { permissions } from './permissions.ts';
import { getEntry } from './routes/getEntry.ts';
import { listCheckpoints } from './routes/listCheckpoints.ts';
import { listEntries } from './routes/listEntries.ts';
import { listSecurityEvents } from './routes/listSecurityEvents.ts';

export const audit = defineModule({
  name: 'audit',
  summary: 'The trail of who did what, chained and signed; security events',
  migrations: new URL('./migrations/', import.meta.url),
  config: auditConfig,
  permissions,
  routes: [listEntries, getEntry, listCheckpoints, listSecurityEvents],
  jobs: [sealEntries, dropOldDays],
  encrypted: [{ table: 'audit.signing_keys', column: 'private_key', key: 'id' }],
});
