import { catalogue } from '../words/catalogue.ts';
import type en from '../words/account/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/account/en.ts'),
  de: () => import('../words/account/de.ts'),
  fr: () => import('../words/account/fr.ts'),
  es: () => import('../words/account/es.ts'),
});
