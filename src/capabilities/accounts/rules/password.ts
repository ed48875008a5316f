import { commonStems } from './common-passwords.ts';

/** Longer ones are refused instead of being cut. NIST asks for 64 at least. */
export const maxPasswordLength = 256;
const minDistinct = 5;

/** What belongs to the person or the place and is guessed first. */
export interface PasswordOwner {
  name?: string | undefined;
  mail?: string | undefined;
}

/** The form that is hashed: the same characters, however the keyboard composed them. */
export const normalizePassword = (password: string): string => password.normalize('NFKC');

/**
 * Why a password will not do, in words for the person who chose it; null when it will. Length, and what guessers try
 * first; nothing of upper case, figures and signs (NIST SP 800-63B).
 */
export function passwordFault(
  given: string,
  minLength: number,
  { name = '', mail = '' }: PasswordOwner = {},
): string | null {
  const password = normalizePassword(given);
  const length = [...password].length;
  if (length < minLength) return `has ${length} characters; ${minLength} are needed`;
  if (length > maxPasswordLength) return `has ${length} characters; ${maxPasswordLength} are the most`;
  if (new Set(password.toLowerCase()).size < minDistinct) return 'repeats too few characters';
  if (isRun(password.toLowerCase())) return 'is a row of the alphabet, the figures or the keyboard';
  const stem = plain(password);
  if (stem.length < 4) return 'is made of figures and signs alone; add words';
  if (isCommon(stem)) return 'is among those that are guessed first';
  const own = [...name.split(/\s+/), mail, ...mail.split(/[@.+_-]/)]
    .map(plain)
    .filter((part) => part.length >= 4);
  const rest = own
    .sort((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, ''), stem);
  if (rest.length < stem.length && rest.length < 6) return 'holds little more than your name or mail address';
  return null;
}

const leet: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
};

/** Letters alone: accents taken off, figures and signs in the place of letters turned back, others left out. */
function plain(text: string): string {
  const lower = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const trimmed = lower.replace(/^[^\p{L}]+|[\d\s\p{P}\p{S}]+$/gu, '');
  return (trimmed || lower).replace(/[013457@$!€8]/gu, (sign) => leet[sign] ?? '').replace(/[^\p{L}]/gu, '');
}

/** A common word, the same one over and over, or two of them. */
function isCommon(stem: string): boolean {
  if (commonStems.has(stem)) return true;
  for (let cut = 3; cut <= stem.length - 3; cut++)
    if (commonStems.has(stem.slice(0, cut)) && commonStems.has(stem.slice(cut))) return true;
  const repeated = /^(.{2,}?)\1+$/.exec(stem);
  return repeated !== null && (commonStems.has(repeated[1] as string) || (repeated[1] as string).length < 5);
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
];

/** Nearly every character is the next one of a row, forwards or backwards. */
function isRun(password: string): boolean {
  let steps = 0;
  for (let index = 1; index < password.length; index++) {
    const pair = password.slice(index - 1, index + 1);
    const back = `${pair[1]}${pair[0]}`;
    if (rows.some((row) => row.includes(pair) || row.includes(back))) steps++;
  }
  return steps >= (password.length - 1) * 0.7;
}
