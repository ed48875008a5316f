import { defineConfig } from '../../platform/config/config.ts';
import { boolean, durationSeconds, integer } from '../../platform/config/settings.ts';

export const auditConfig = defineConfig('CARAVAN_AUDIT', {
  enabled: boolean({
    default: true,
    meaning: 'Write each action into the audit trail; false is for measuring what it costs',
  }),
  retentionDays: integer({
    default: 400,
    min: 0,
    meaning: 'Days that the audit trail and security events are kept; 0 keeps all',
  }),
  checkpointSeconds: durationSeconds({
    default: 600,
    min: 60,
    meaning: 'How often the end of the audit chain is signed while it grows',
  }),
});
