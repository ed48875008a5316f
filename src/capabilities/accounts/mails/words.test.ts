import { expect, test } from 'vitest';
import { factorNotices } from '../rules/factor-notices.ts';
import { language } from '../schema.ts';
import { factorMail } from './factor-words.ts';
import { mailLanguage, wordsOf } from './words.ts';

const facts = { name: 'Ada', url: 'https://caravan.example/app/verify#token=t', lasts: '' };

test('every mail is there in every language that people can choose, and in no two of them the same', () => {
  for (const wanted of language.options) expect(mailLanguage(wanted)).toBe(wanted);
  const kinds = Object.keys(wordsOf('en').words).filter((kind) => kind !== 'lasting');
  const texts = language.options.flatMap((wanted) => {
    const { words } = wordsOf(wanted);
    const lasts = words.lasting(3600);
    const links = kinds.map((kind) => words[kind as 'signUp']({ ...facts, lasts }));
    const notices = factorNotices.map(
      (notice) => factorMail(notice, { name: 'Ada', language: wanted }).words,
    );
    for (const { greeting, small } of [...links, ...notices]) {
      expect(greeting).toContain('Ada');
      expect(small.join('')).not.toBe('');
    }
    return [
      ...links.map(({ lines }) => lines.join(' ')),
      ...notices.map(({ lines }) => lines.join(' ')),
      ...[60, 3600, 7200, 172_800].map((seconds) => `${wanted} ${words.lasting(seconds)}`),
    ];
  });
  expect(new Set(texts).size).toBe(texts.length);
});

test('a region of a language is that language, and what nobody wrote is English', () => {
  expect(['fr-CH', 'es-419', 'DE-at', 'pt', ''].map(mailLanguage)).toEqual(['fr', 'es', 'de', 'en', 'en']);
});
