import { catalogue } from '../../words/catalogue.ts';
import type en from '../../words/operations/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../../words/operations/en.ts'),
  de: () => import('../../words/operations/de.ts'),
  fr: () => import('../../words/operations/fr.ts'),
  es: () => import('../../words/operations/es.ts'),
});
