import { defineModule } from '../../platform/modules/manifest.ts';

export const audit = defineModule({
  name: 'audit',
  summary: 'The trail of who did what, chained and signed; security events',
  migrations: new URL('./migrations/', import.meta.url),
});
