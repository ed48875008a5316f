import type { MailWords } from '../../../platform/mail/compose.ts';
import type { FactorNotice } from '../rules/factor-notices.ts';
import { told } from './factor-notices-told.ts';
import { mailLanguage } from './words.ts';

const around = {
  en: {
    hello: 'Hello',
    end: ',',
    small: 'If this was not you, change your password at once and tell your operator.',
  },
  de: {
    hello: 'Guten Tag',
    end: ',',
    small: 'Wenn das nicht von Ihnen kam, ändern Sie sofort Ihr Passwort und melden Sie es dem Betreiber.',
  },
  fr: {
    hello: 'Bonjour',
    end: ',',
    small: 'Si ce n’était pas vous, changez tout de suite votre mot de passe et prévenez votre opérateur.',
  },
  es: {
    hello: 'Hola',
    end: ':',
    small: 'Si no ha sido usted, cambie enseguida su contraseña y avise a su operador.',
  },
};

/** What was changed about someone's second factors, in their language. */
export function factorMail(
  notice: FactorNotice,
  { name, language: wanted }: { name: string; language: string },
): { words: MailWords; language: string } {
  const language = mailLanguage(wanted);
  const [subject, line] = told[language][notice];
  const { hello, end, small } = around[language];
  const greeting = `${hello}${name === '' ? '' : ` ${name}`}${end}`;
  return { words: { subject, greeting, lines: [line], small: [small] }, language };
}
