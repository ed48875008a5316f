import type { MailWords } from '../../../platform/mail/compose.ts';
import { de } from './words-de.ts';
import { en } from './words-en.ts';
import { es } from './words-es.ts';
import { fr } from './words-fr.ts';

export interface MailFacts {
  name: string;
  url: string;
  /** How long the link can be used, in words of the language: see `lasting`. */
  lasts: string;
}

export interface Words {
  lasting(seconds: number): string;
  signUp(facts: MailFacts): MailWords;
  alreadyKnown(facts: MailFacts): MailWords;
  verifyMail(facts: MailFacts): MailWords;
  passwordReset(facts: MailFacts): MailWords;
  mailChange(facts: MailFacts): MailWords;
  invitation(facts: MailFacts): MailWords;
  passwordChanged(facts: Pick<MailFacts, 'name'>): MailWords;
  mailChanged(facts: Pick<MailFacts, 'name'>): MailWords;
}

const languages = { en, de, fr, es };
export type MailLanguage = keyof typeof languages;

/** The language of mails that comes nearest: English where there is none. @param wanted such as `fr-CH` */
export function mailLanguage(wanted: string): MailLanguage {
  const [language] = wanted.toLowerCase().split('-');
  return language !== undefined && language in languages ? (language as MailLanguage) : 'en';
}

export function wordsOf(wanted: string): { language: MailLanguage; words: Words } {
  const language = mailLanguage(wanted);
  return { language, words: languages[language] };
}
