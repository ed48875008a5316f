export const languages = ['en', 'de', 'fr', 'es'] as const;
export const languageNames: Readonly<Record<(typeof languages)[number], string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
};

const key = 'caravan.language';

function chosen(): (typeof languages)[number] {
  if (typeof document === 'undefined') return 'en';
  const asked = [localStorage.getItem(key), ...navigator.languages].map((tag) =>
    tag?.slice(0, 2).toLowerCase(),
  );
  return languages.find((name) => asked.find((tag) => languages.includes(tag as never)) === name) ?? 'en';
}

/** Of the reader: as chosen here, else as the browser says. It stays until the page is loaded again. */
export const language = chosen();

/** With the region of the browser where it speaks the same language, for dates and numbers: `de-AT`. */
export const locale: string =
  typeof navigator === 'undefined'
    ? language
    : (navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language);

export function chooseLanguage(next: (typeof languages)[number]): void {
  localStorage.setItem(key, next);
  location.reload();
}
