import { defineConfig } from '../../platform/config/config.ts';
import { boolean } from '../../platform/config/settings.ts';

export const accountsConfig = defineConfig('CARAVAN', {
  demo: boolean({
    default: false,
    meaning: 'Demo mode: a filled operator, and tokens for anyone who asks. Never on a real deployment',
  }),
});
