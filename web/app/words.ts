import { catalogue } from '../words/catalogue.ts';
import type en from '../words/app/en.ts';

/** Words that every area needs. */
export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/app/en.ts'),
  de: () => import('../words/app/de.ts'),
  fr: () => import('../words/app/fr.ts'),
  es: () => import('../words/app/es.ts'),
});
