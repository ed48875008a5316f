import { defineConfig } from '../config/config.ts';
import { text } from '../config/settings.ts';

export const secretsConfig = defineConfig('CARAVAN', {
  masterKeyFile: text({
    default: '',
    meaning:
      'File with the master keys, one base64 line of 32 bytes each, the present one first; default: master.key in the data folder, made on first start',
  }),
  masterKeys: text({
    default: '',
    secret: true,
    meaning: 'The master keys themselves, separated by commas, instead of a file',
  }),
  masterKeyCommand: text({
    default: '',
    meaning: 'Program of a secrets manager that prints the master keys, one a line; run once at the start',
  }),
});
