import { catalogue } from '../words/catalogue.ts';
import type en from '../words/notices/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/notices/en.ts'),
  de: () => import('../words/notices/de.ts'),
  fr: () => import('../words/notices/fr.ts'),
  es: () => import('../words/notices/es.ts'),
});
