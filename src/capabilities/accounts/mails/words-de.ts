import type { Words } from './words.ts';

const notYou = 'Wenn das nicht von Ihnen kam, tun Sie nichts: Ohne den Link geschieht nichts.';
const hello = (name: string) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`);
const once = (lasts: string) => `Der Link gilt einmal, ${lasts} lang.`;

export const de: Words = {
  lasting: (seconds) => {
    const hours = Math.round(seconds / 3600);
    if (hours >= 48) return `${Math.round(hours / 24)} Tage`;
    if (hours >= 1) return hours === 1 ? 'eine Stunde' : `${hours} Stunden`;
    return `${Math.max(1, Math.round(seconds / 60))} Minuten`;
  },
  signUp: ({ name, url, lasts }) => ({
    subject: 'Bestätigen Sie Ihre Mailadresse',
    greeting: hello(name),
    lines: ['ein Klick, und Ihr Konto ist bereit.'],
    action: { label: 'Adresse bestätigen', url },
    small: [once(lasts), notYou],
  }),
  alreadyKnown: ({ name, url }) => ({
    subject: 'Sie haben schon ein Konto',
    greeting: hello(name),
    lines: [
      'jemand, wahrscheinlich Sie, wollte diese Adresse für ein Konto verwenden. Es gibt schon eines.',
      'Melden Sie sich an wie bisher, oder wählen Sie ein neues Passwort.',
    ],
    action: { label: 'Neues Passwort wählen', url },
    small: ['Wenn das nicht von Ihnen kam, tun Sie nichts: Es wurde nichts geändert.'],
  }),
  verifyMail: ({ name, url, lasts }) => ({
    subject: 'Bestätigen Sie Ihre Mailadresse',
    greeting: hello(name),
    lines: ['bitte bestätigen Sie, dass diese Adresse Ihnen gehört.'],
    action: { label: 'Adresse bestätigen', url },
    small: [once(lasts), notYou],
  }),
  passwordReset: ({ name, url, lasts }) => ({
    subject: 'Wählen Sie ein neues Passwort',
    greeting: hello(name),
    lines: ['Sie haben um ein neues Passwort gebeten. Sie werden dabei überall abgemeldet.'],
    action: { label: 'Neues Passwort wählen', url },
    small: [once(lasts), notYou],
  }),
  mailChange: ({ name, url, lasts }) => ({
    subject: 'Bestätigen Sie Ihre neue Mailadresse',
    greeting: hello(name),
    lines: ['ab Ihrem Klick melden Sie sich mit dieser Adresse an.'],
    action: { label: 'Diese Adresse verwenden', url },
    small: [once(lasts), notYou],
  }),
  invitation: ({ name, url, lasts }) => ({
    subject: 'Sie sind eingeladen',
    greeting: hello(name),
    lines: ['Sie sind eingeladen, mit uns zu arbeiten. Wählen Sie ein Passwort, und es geht los.'],
    action: { label: 'Einladung annehmen', url },
    small: [once(lasts), 'Wenn Sie nicht wissen, worum es geht, tun Sie nichts.'],
  }),
  passwordChanged: ({ name }) => ({
    subject: 'Ihr Passwort wurde geändert',
    greeting: hello(name),
    lines: ['Ihr Passwort wurde geändert, und Sie wurden auf anderen Geräten abgemeldet.'],
    small: [
      'Wenn das nicht von Ihnen kam, wählen Sie sofort ein neues Passwort und melden Sie es dem Betreiber.',
    ],
  }),
  mailChanged: ({ name }) => ({
    subject: 'Ihre Mailadresse wurde geändert',
    greeting: hello(name),
    lines: ['Sie melden sich ab jetzt mit einer anderen Mailadresse an; diese gilt nicht mehr.'],
    small: ['Wenn das nicht von Ihnen kam, melden Sie es sofort dem Betreiber.'],
  }),
};
