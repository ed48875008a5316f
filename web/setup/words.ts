import { catalogue } from '../words/catalogue.ts';
import type en from '../words/setup/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/setup/en.ts'),
  de: () => import('../words/setup/de.ts'),
  fr: () => import('../words/setup/fr.ts'),
  es: () => import('../words/setup/es.ts'),
});
