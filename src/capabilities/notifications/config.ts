import { defineConfig } from '../../platform/config/config.ts';
import { durationSeconds } from '../../platform/config/settings.ts';

export const notificationsConfig = defineConfig('CARAVAN_NOTIFICATIONS', {
  keptSeconds: durationSeconds({
    default: 30 * 86_400,
    min: 60,
    meaning: 'How long notices stay, read or not',
  }),
});
