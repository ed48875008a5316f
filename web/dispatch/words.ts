import { catalogue } from '../words/catalogue.ts';
import type en from '../words/dispatch/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/dispatch/en.ts'),
  de: () => import('../words/dispatch/de.ts'),
  fr: () => import('../words/dispatch/fr.ts'),
  es: () => import('../words/dispatch/es.ts'),
});
