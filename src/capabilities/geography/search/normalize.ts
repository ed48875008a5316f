/** Texts as they are compared: small letters, no accents, one word for each way to write it. */

const SPECIAL: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => SPECIAL[letter] as string)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '');
}

function unify(word: string): string {
  // German streets are shortened at will: Landstr., Landstraße, Landstrasse.
  return word.replace(/str$/, 'strasse');
}

/** The words of a text, ready to be compared. */
export function words(text: string): string[] {
  return (
    fold(text)
      .replace(/['’.]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map(unify);
}

/** All forms under which a name should be found: its words, and those with ä written as ae. */
export function indexWords(text: string): Set<string> {
  const forms = new Set(words(text));
  if (/[äöü]/i.test(text)) {
    const spelledOut = text.toLowerCase().replace(/[äöü]/g, (letter) => UMLAUTS[letter] as string);
    for (const word of words(spelledOut)) forms.add(word);
  }
  return forms;
}

/** A house number as it is compared: `12 A` and `12a` are one. */
export function houseNumberKey(text: string): string {
  return words(text).join('');
}

/**
 * Whether two words differ by at most one slip: a letter more, less, other, or two changed places.
 * `asPrefix` lets the second word go on after what the first has of it.
 */
export function isOneSlipAway(typed: string, word: string, asPrefix: boolean): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === word[start]) start++;
  if (start === typed.length) return asPrefix || word.length <= typed.length + 1;
  const rest = typed.slice(start + 1);
  const fits = (tail: string): boolean => (asPrefix ? tail.startsWith(rest) : tail === rest);
  // Another letter, or one too many.
  if (fits(word.slice(start + 1)) || fits(word.slice(start))) return true;
  // One too few.
  const whole = typed.slice(start);
  const later = word.slice(start + 1);
  if (asPrefix ? later.startsWith(whole) : later === whole) return true;
  // Two that changed places.
  const isSwapped = typed[start] === word[start + 1] && typed[start + 1] === word[start];
  const afterSwap = typed.slice(start + 2);
  const tail = word.slice(start + 2);
  return isSwapped && (asPrefix ? tail.startsWith(afterSwap) : tail === afterSwap);
}
