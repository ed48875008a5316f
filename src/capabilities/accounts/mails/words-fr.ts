import type { Words } from './words.ts';

const notYou = 'Si ce n’était pas vous, ne faites rien : sans le lien, rien ne se passe.';
const hello = (name: string) => (name === '' ? 'Bonjour,' : `Bonjour ${name},`);
const once = (lasts: string) => `Le lien sert une fois, pendant ${lasts}.`;

export const fr: Words = {
  lasting: (seconds) => {
    const hours = Math.round(seconds / 3600);
    if (hours >= 48) return `${Math.round(hours / 24)} jours`;
    if (hours >= 1) return hours === 1 ? 'une heure' : `${hours} heures`;
    return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  },
  signUp: ({ name, url, lasts }) => ({
    subject: 'Confirmez votre adresse e-mail',
    greeting: hello(name),
    lines: ['un clic, et votre compte est prêt.'],
    action: { label: 'Confirmer mon adresse', url },
    small: [once(lasts), notYou],
  }),
  alreadyKnown: ({ name, url }) => ({
    subject: 'Vous avez déjà un compte',
    greeting: hello(name),
    lines: [
      'quelqu’un, sans doute vous, a voulu utiliser cette adresse pour un compte. Il y en a déjà un.',
      'Connectez-vous comme d’habitude, ou choisissez un nouveau mot de passe.',
    ],
    action: { label: 'Choisir un nouveau mot de passe', url },
    small: ['Si ce n’était pas vous, ne faites rien : rien n’a été changé.'],
  }),
  verifyMail: ({ name, url, lasts }) => ({
    subject: 'Confirmez votre adresse e-mail',
    greeting: hello(name),
    lines: ['merci de confirmer que cette adresse est la vôtre.'],
    action: { label: 'Confirmer mon adresse', url },
    small: [once(lasts), notYou],
  }),
  passwordReset: ({ name, url, lasts }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    greeting: hello(name),
    lines: ['vous avez demandé un nouveau mot de passe. Vous serez déconnecté partout.'],
    action: { label: 'Choisir un nouveau mot de passe', url },
    small: [once(lasts), notYou],
  }),
  mailChange: ({ name, url, lasts }) => ({
    subject: 'Confirmez votre nouvelle adresse e-mail',
    greeting: hello(name),
    lines: ['dès votre clic, vous vous connecterez avec cette adresse.'],
    action: { label: 'Utiliser cette adresse', url },
    small: [once(lasts), notYou],
  }),
  invitation: ({ name, url, lasts }) => ({
    subject: 'Vous êtes invité',
    greeting: hello(name),
    lines: ['vous êtes invité à travailler avec nous. Choisissez un mot de passe, et c’est parti.'],
    action: { label: 'Accepter l’invitation', url },
    small: [once(lasts), 'Si vous ne savez pas de quoi il s’agit, ne faites rien.'],
  }),
  passwordChanged: ({ name }) => ({
    subject: 'Votre mot de passe a été changé',
    greeting: hello(name),
    lines: ['votre mot de passe a été changé, et vous avez été déconnecté des autres appareils.'],
    small: [
      'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre opérateur.',
    ],
  }),
  mailChanged: ({ name }) => ({
    subject: 'Votre adresse e-mail a été changée',
    greeting: hello(name),
    lines: ['vous vous connectez désormais avec une autre adresse ; celle-ci ne sert plus.'],
    small: ['Si ce n’était pas vous, prévenez tout de suite votre opérateur.'],
  }),
};
