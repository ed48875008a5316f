import type { Words } from './words.ts';

const notYou = 'Si no ha sido usted, no haga nada: sin el enlace no ocurre nada.';
const hello = (name: string) => (name === '' ? 'Hola:' : `Hola, ${name}:`);
const once = (lasts: string) => `El enlace sirve una vez, durante ${lasts}.`;

export const es: Words = {
  lasting: (seconds) => {
    const hours = Math.round(seconds / 3600);
    if (hours >= 48) return `${Math.round(hours / 24)} días`;
    if (hours >= 1) return hours === 1 ? 'una hora' : `${hours} horas`;
    return `${Math.max(1, Math.round(seconds / 60))} minutos`;
  },
  signUp: ({ name, url, lasts }) => ({
    subject: 'Confirme su dirección de correo',
    greeting: hello(name),
    lines: ['un clic y su cuenta estará lista.'],
    action: { label: 'Confirmar mi dirección', url },
    small: [once(lasts), notYou],
  }),
  alreadyKnown: ({ name, url }) => ({
    subject: 'Ya tiene una cuenta',
    greeting: hello(name),
    lines: [
      'alguien, probablemente usted, ha querido usar esta dirección para una cuenta. Ya existe una.',
      'Entre como siempre o elija una nueva contraseña.',
    ],
    action: { label: 'Elegir una nueva contraseña', url },
    small: ['Si no ha sido usted, no haga nada: no se ha cambiado nada.'],
  }),
  verifyMail: ({ name, url, lasts }) => ({
    subject: 'Confirme su dirección de correo',
    greeting: hello(name),
    lines: ['confirme, por favor, que esta dirección es suya.'],
    action: { label: 'Confirmar mi dirección', url },
    small: [once(lasts), notYou],
  }),
  passwordReset: ({ name, url, lasts }) => ({
    subject: 'Elija una nueva contraseña',
    greeting: hello(name),
    lines: ['ha pedido una nueva contraseña. Se cerrará su sesión en todas partes.'],
    action: { label: 'Elegir una nueva contraseña', url },
    small: [once(lasts), notYou],
  }),
  mailChange: ({ name, url, lasts }) => ({
    subject: 'Confirme su nueva dirección de correo',
    greeting: hello(name),
    lines: ['a partir de su clic entrará con esta dirección.'],
    action: { label: 'Usar esta dirección', url },
    small: [once(lasts), notYou],
  }),
  invitation: ({ name, url, lasts }) => ({
    subject: 'Tiene una invitación',
    greeting: hello(name),
    lines: ['le invitamos a trabajar con nosotros. Elija una contraseña y podrá empezar.'],
    action: { label: 'Aceptar la invitación', url },
    small: [once(lasts), 'Si no sabe de qué se trata, no haga nada.'],
  }),
  passwordChanged: ({ name }) => ({
    subject: 'Su contraseña ha cambiado',
    greeting: hello(name),
    lines: ['su contraseña ha cambiado y se ha cerrado su sesión en los demás dispositivos.'],
    small: ['Si no ha sido usted, elija enseguida una nueva contraseña y avise a su operador.'],
  }),
  mailChanged: ({ name }) => ({
    subject: 'Su dirección de correo ha cambiado',
    greeting: hello(name),
    lines: ['a partir de ahora entra con otra dirección; esta ya no se usa.'],
    small: ['Si no ha sido usted, avise enseguida a su operador.'],
  }),
};
