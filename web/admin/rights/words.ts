import { catalogue } from '../../words/catalogue.ts';
import type en from '../../words/rights/en.ts';

export const { t, load } = catalogue<typeof en>({
  en: () => import('../../words/rights/en.ts'),
  de: () => import('../../words/rights/de.ts'),
  fr: () => import('../../words/rights/fr.ts'),
  es: () => import('../../words/rights/es.ts'),
});
