import { defineConfig } from '../../platform/config/config.ts';
import { integer } from '../../platform/config/settings.ts';

export const geographyConfig = defineConfig('CARAVAN_GEOGRAPHY', {
  threads: integer({
    default: 2,
    min: 1,
    max: 64,
    meaning: 'Threads for tiles, large tables, reachable areas and matching of tracks, in each process',
  }),
  tileCacheMegabytes: integer({
    default: 64,
    min: 0,
    max: 100_000,
    meaning: 'Memory for map tiles that were asked for lately, in each process',
  }),
  importLimitBytes: integer({
    default: 5_000_000_000,
    min: 1024,
    meaning: 'Largest map file that is taken over the API; caravan map import takes any',
  }),
});
