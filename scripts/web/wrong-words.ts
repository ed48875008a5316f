import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const others = ['de', 'fr', 'es'] as const;
const pluralForms = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

type Words = { readonly [key: string]: unknown };

/**
 * What the catalogues under `folder` (web) lack or have too much beside the English ones: keys, and holes in texts.
 * One line each; none when every language says the same.
 */
export async function wrongWords(folder: string): Promise<string[]> {
  const parts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|[\\/])words([\\/]|$)/.test(path.dirname(file)) && path.basename(file) === 'en.ts')
    .filter((file) => !file.includes('node_modules'))
    .map((file) => path.dirname(file))
    .sort();
  const wrong: string[] = [];
  for (const part of parts) {
    const english = flat(await read(folder, part, 'en'));
    for (const language of others) {
      const say = (what: string) => wrong.push(`${part.replaceAll('\\', '/')}/${language}.ts ${what}`);
      if (!existsSync(path.join(folder, part, `${language}.ts`))) {
        say('is missing');
        continue;
      }
      const words = flat(await read(folder, part, language));
      for (const [key, holes] of english)
        if (!words.has(key)) say(`lacks "${key}"`);
        else if (words.get(key) !== holes)
          say(`has other holes in "${key}": ${words.get(key) || 'none'} instead of ${holes || 'none'}`);
      for (const key of words.keys()) if (!english.has(key)) say(`has "${key}", which English has not`);
    }
  }
  return wrong;
}

async function read(folder: string, part: string, language: string): Promise<Words> {
  const loaded = (await import(pathToFileURL(path.join(folder, part, `${language}.ts`)).href)) as Words;
  return (loaded['default'] ?? loaded[language]) as Words;
}

/** Each text's key and its holes; the plural forms of a text, of which languages have different ones, are one text. */
function flat(words: Words, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const isNest = typeof value === 'object' && value !== null && !isPlural(value);
    if (isNest)
      for (const [deeper, holes] of flat(value as Words, `${before}${key}.`)) found.set(deeper, holes);
    else found.set(`${before}${key}`, holesOf(value));
  }
  return found;
}

const isPlural = (value: object): boolean =>
  'other' in value && Object.keys(value).every((form) => pluralForms.has(form));

/** Words that are put together by a function have their holes in its arguments, which the types hold. */
const holesOf = (text: unknown): string =>
  [...new Set([...(JSON.stringify(text) ?? '').matchAll(/\{(\w+)\}/g)].map(([hole]) => hole))]
    .sort()
    .join(' ');
