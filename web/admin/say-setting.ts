import { part } from '../app/part.ts';
import { language } from '../words/language.ts';

const loaders = {
  de: () => import('../words/settings/de.ts'),
  fr: () => import('../words/settings/fr.ts'),
  es: () => import('../words/settings/es.ts'),
};
let words: Readonly<Record<string, string>> | undefined;

/** English is what the server itself says. */
export async function loadSettingWords(): Promise<void> {
  if (language !== 'en') words ??= (await part(loaders[language])).default;
}

/** What a setting means, in the reader's language; of one that is newer than this page, in the server's words. */
export const sayMeaning = ({ name, meaning }: { name: string; meaning: string }): string =>
  words?.[name] ?? meaning;
