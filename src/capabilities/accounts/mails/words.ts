import type { MailWords } from '../../../platform/mail/compose.ts';
import { de } from './words-de.ts';
import { en } from './words-en.ts';

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

/** The words of a language; English where there are none. */
export const wordsOf = (language: string): { language: string; words: Words } =>
  language.startsWith('de') ? { language: 'de', words: de } : { language: 'en', words: en };
