import { defineConfig } from '../../platform/config/config.ts';
import { integer } from '../../platform/config/settings.ts';

export const placesConfig = defineConfig('CARAVAN_PLACES', {
  importLimitBytes: integer({
    default: 50_000_000,
    min: 1024,
    meaning: 'Largest CSV file of places that the API takes',
  }),
});
