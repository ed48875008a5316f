import type { MailWords } from '../../../platform/mail/compose.ts';
import type { FactorNotice } from '../rules/factor-notices.ts';

type Told = Record<FactorNotice, readonly [subject: string, line: string]>;

const en: Told = {
  totpAdded: [
    'An authenticator app was added',
    'codes of an authenticator app are now your second step at login.',
  ],
  passkeyAdded: ['A passkey was added', 'a new passkey lets you in from now on.'],
  factorRemoved: [
    'A second factor was removed',
    'an authenticator app or a passkey of yours was removed. Remembered browsers ask for the second step again.',
  ],
  factorsReset: [
    'Your second factors were removed',
    'your operator removed all second factors of your account and logged you out everywhere.',
  ],
  recoveryCodesMade: [
    'You have new recovery codes',
    'ten new recovery codes were made. Those from before are worth nothing any more.',
  ],
  recoveryCodeUsed: [
    'A recovery code was used',
    'somebody logged in with one of your recovery codes. It is used up now.',
  ],
  deviceRemembered: [
    'A device is remembered',
    'for 30 days a browser or app does not ask for the second step. You can end this in your account.',
  ],
  identityLinked: ['A sign-in was linked', 'you can now sign in through another provider as well.'],
  identityUnlinked: [
    'A sign-in was unlinked',
    'you can no longer sign in through a provider that was linked.',
  ],
  codesGuessed: [
    'Somebody tries codes for your account',
    'somebody knows your password and has tried several wrong codes. Codes are not taken for some minutes; a passkey works.',
  ],
};

const de: Told = {
  totpAdded: [
    'Eine Code-App wurde hinzugefügt',
    'Codes einer App sind ab jetzt Ihr zweiter Schritt bei der Anmeldung.',
  ],
  passkeyAdded: ['Ein Passkey wurde hinzugefügt', 'ein neuer Passkey lässt Sie ab jetzt ein.'],
  factorRemoved: [
    'Ein zweiter Faktor wurde entfernt',
    'eine Code-App oder ein Passkey wurde entfernt. Gemerkte Browser fragen wieder nach dem zweiten Schritt.',
  ],
  factorsReset: [
    'Ihre zweiten Faktoren wurden entfernt',
    'der Betreiber hat alle zweiten Faktoren Ihres Kontos entfernt und Sie überall abgemeldet.',
  ],
  recoveryCodesMade: [
    'Sie haben neue Ersatzcodes',
    'zehn neue Ersatzcodes wurden erzeugt. Die früheren gelten nicht mehr.',
  ],
  recoveryCodeUsed: [
    'Ein Ersatzcode wurde verwendet',
    'jemand hat sich mit einem Ihrer Ersatzcodes angemeldet. Er ist damit verbraucht.',
  ],
  deviceRemembered: [
    'Ein Gerät ist gemerkt',
    'ein Browser oder eine App fragt 30 Tage lang nicht nach dem zweiten Schritt. Sie können das in Ihrem Konto beenden.',
  ],
  identityLinked: [
    'Eine Anmeldung wurde verknüpft',
    'Sie können sich nun auch über einen anderen Anbieter anmelden.',
  ],
  identityUnlinked: [
    'Eine Anmeldung wurde gelöst',
    'über einen bisher verknüpften Anbieter können Sie sich nicht mehr anmelden.',
  ],
  codesGuessed: [
    'Jemand probiert Codes für Ihr Konto',
    'jemand kennt Ihr Passwort und hat mehrere falsche Codes versucht. Codes gelten einige Minuten lang nicht; ein Passkey schon.',
  ],
};

/** German for who reads it, English for all others. */
export function factorMail(
  notice: FactorNotice,
  { name, language }: { name: string; language: string },
): { words: MailWords; language: string } {
  const german = language.startsWith('de');
  const [subject, line] = (german ? de : en)[notice];
  const greeting = `${german ? 'Guten Tag' : 'Hello'}${name === '' ? '' : ` ${name}`},`;
  const small = german
    ? 'Wenn das nicht von Ihnen kam, ändern Sie sofort Ihr Passwort und melden Sie es dem Betreiber.'
    : 'If this was not you, change your password at once and tell your operator.';
  return { words: { subject, greeting, lines: [line], small: [small] }, language: german ? 'de' : 'en' };
}
