import { catalogue } from '../words/catalogue.ts';
import type en from '../words/admin/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../words/admin/en.ts'),
  de: () => import('../words/admin/de.ts'),
  fr: () => import('../words/admin/fr.ts'),
  es: () => import('../words/admin/es.ts'),
});
