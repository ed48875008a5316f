import { defineConfig } from '../../platform/config/config.ts';
import { durationSeconds, integer } from '../../platform/config/settings.ts';

export const documentsConfig = defineConfig('CARAVAN_DOCUMENTS', {
  uploadLimitBytes: integer({ default: 25_000_000, min: 1024, meaning: 'Largest file that may be uploaded' }),
  chunkLimitBytes: integer({
    default: 8_388_608,
    min: 1024,
    meaning: 'Largest part of an upload in one request',
  }),
  uploadTtlSeconds: durationSeconds({
    default: 86_400,
    min: 1,
    meaning: 'Time after its last part in which a half upload can be gone on with',
  }),
});
