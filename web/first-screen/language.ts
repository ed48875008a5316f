import type { Words } from './words/en.ts';

const languages = ['en', 'de', 'fr', 'es'] as const;
type Language = (typeof languages)[number];

const asked = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
/** The reader's first language that is spoken here. */
export const language: Language =
  asked.map((tag) => languages.find((name) => name === tag)).find((name) => name !== undefined) ?? 'en';

/** How times and numbers are written, with the region of the browser. */
export const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;

export const words = ((await import(`./words/${language}.ts`)) as Record<Language, Words>)[language];

/** Puts the language into what the page itself says: `data-says` for the text, `data-label` for the name. */
export function sayPage(): void {
  document.documentElement.lang = language;
  const page: Record<string, string> = words.page;
  for (const element of document.querySelectorAll<HTMLElement>('[data-says]'))
    element.textContent = page[element.dataset['says'] ?? ''] ?? '';
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]'))
    element.setAttribute('aria-label', page[element.dataset['label'] ?? ''] ?? '');
}
