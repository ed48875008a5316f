import type { Words } from './words.ts';

const notYou = 'If this was not you, ignore this mail: nothing happens without the link.';
const hello = (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`);

export const en: Words = {
  lasting: (seconds) => {
    const hours = Math.round(seconds / 3600);
    if (hours >= 48) return `${Math.round(hours / 24)} days`;
    if (hours >= 1) return hours === 1 ? 'one hour' : `${hours} hours`;
    return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  },
  signUp: ({ name, url, lasts }) => ({
    subject: 'Confirm your mail address',
    greeting: hello(name),
    lines: ['one click and your account is ready.'],
    action: { label: 'Confirm my address', url },
    small: [`The link works once, for ${lasts}.`, notYou],
  }),
  alreadyKnown: ({ name, url }) => ({
    subject: 'You have an account already',
    greeting: hello(name),
    lines: [
      'somebody, probably you, wanted to use this address for an account. There is one already.',
      'Log in as before, or choose a new password.',
    ],
    action: { label: 'Choose a new password', url },
    small: ['If this was not you, ignore this mail: nothing was changed.'],
  }),
  verifyMail: ({ name, url, lasts }) => ({
    subject: 'Confirm your mail address',
    greeting: hello(name),
    lines: ['please confirm that this address is yours.'],
    action: { label: 'Confirm my address', url },
    small: [`The link works once, for ${lasts}.`, notYou],
  }),
  passwordReset: ({ name, url, lasts }) => ({
    subject: 'Choose a new password',
    greeting: hello(name),
    lines: ['you asked for a new password. You will be logged out everywhere.'],
    action: { label: 'Choose a new password', url },
    small: [`The link works once, for ${lasts}.`, notYou],
  }),
  mailChange: ({ name, url, lasts }) => ({
    subject: 'Confirm your new mail address',
    greeting: hello(name),
    lines: ['from your click on, you log in with this address.'],
    action: { label: 'Use this address', url },
    small: [`The link works once, for ${lasts}.`, notYou],
  }),
  invitation: ({ name, url, lasts }) => ({
    subject: 'You are invited',
    greeting: hello(name),
    lines: ['you are invited to work with us. Choose a password and you are in.'],
    action: { label: 'Accept the invitation', url },
    small: [`The link works once, for ${lasts}.`, 'If you do not know what this is about, ignore this mail.'],
  }),
  passwordChanged: ({ name }) => ({
    subject: 'Your password was changed',
    greeting: hello(name),
    lines: ['your password was changed, and you were logged out on other devices.'],
    small: ['If this was not you, choose a new password at once and tell your operator.'],
  }),
  mailChanged: ({ name }) => ({
    subject: 'Your mail address was changed',
    greeting: hello(name),
    lines: ['you now log in with another mail address; this one is not used any more.'],
    small: ['If this was not you, tell your operator at once.'],
  }),
};
