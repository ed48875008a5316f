import { catalogue } from '../words/catalogue.ts';
import type en from '../words/driver/en.ts';

/** Words of the driver's app. */
export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/driver/en.ts'),
  de: () => import('../words/driver/de.ts'),
  fr: () => import('../words/driver/fr.ts'),
  es: () => import('../words/driver/es.ts'),
});
