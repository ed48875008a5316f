import { language } from '../words/language.ts';
import type { Schema } from './api.ts';
import { part } from './part.ts';

/** One sentence for each code of the API. A code without words does not compile. */
export type ProblemWords = Readonly<Record<Schema<'Problem'>['code'], string>>;

type Told = { code: string; detail: string; title?: string };

const loaders = {
  de: () => import('../words/problems/de.ts'),
  fr: () => import('../words/problems/fr.ts'),
  es: () => import('../words/problems/es.ts'),
};
let words: Readonly<Record<string, string>> | undefined;

/** English is what the server itself says, with the figures of the moment; other readers get words of their own. */
export async function loadProblemWords(): Promise<void> {
  if (language !== 'en') words ??= (await part(loaders[language])).default;
}

/** A refusal in the reader's language; of a code that is newer than this page, in the server's words. */
export const sayProblem = ({ code, detail, title = '' }: Told): string => words?.[code] ?? (detail || title);
