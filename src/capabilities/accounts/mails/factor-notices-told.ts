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

const fr: Told = {
  totpAdded: [
    'Une application de codes a été ajoutée',
    'les codes d’une application sont désormais votre deuxième étape à la connexion.',
  ],
  passkeyAdded: ['Une clé d’accès a été ajoutée', 'une nouvelle clé d’accès vous permet d’entrer désormais.'],
  factorRemoved: [
    'Un second facteur a été retiré',
    'une application de codes ou une clé d’accès a été retirée. Les navigateurs mémorisés redemandent la deuxième étape.',
  ],
  factorsReset: [
    'Vos seconds facteurs ont été retirés',
    'votre opérateur a retiré tous les seconds facteurs de votre compte et vous a déconnecté partout.',
  ],
  recoveryCodesMade: [
    'Vous avez de nouveaux codes de secours',
    'dix nouveaux codes de secours ont été créés. Les précédents ne valent plus rien.',
  ],
  recoveryCodeUsed: [
    'Un code de secours a été utilisé',
    'quelqu’un s’est connecté avec un de vos codes de secours. Ce code est épuisé.',
  ],
  deviceRemembered: [
    'Un appareil est mémorisé',
    'pendant 30 jours, un navigateur ou une application ne demande pas la deuxième étape. Vous pouvez y mettre fin dans votre compte.',
  ],
  identityLinked: [
    'Une connexion a été liée',
    'vous pouvez désormais vous connecter aussi par un autre fournisseur.',
  ],
  identityUnlinked: [
    'Une connexion a été déliée',
    'vous ne pouvez plus vous connecter par un fournisseur qui était lié.',
  ],
  codesGuessed: [
    'Quelqu’un essaie des codes pour votre compte',
    'quelqu’un connaît votre mot de passe et a essayé plusieurs codes faux. Les codes ne sont pas acceptés pendant quelques minutes ; une clé d’accès l’est.',
  ],
};

const es: Told = {
  totpAdded: [
    'Se ha añadido una aplicación de códigos',
    'los códigos de una aplicación son desde ahora su segundo paso al entrar.',
  ],
  passkeyAdded: [
    'Se ha añadido una llave de acceso',
    'una nueva llave de acceso le permite entrar desde ahora.',
  ],
  factorRemoved: [
    'Se ha quitado un segundo factor',
    'se ha quitado una aplicación de códigos o una llave de acceso. Los navegadores recordados vuelven a pedir el segundo paso.',
  ],
  factorsReset: [
    'Se han quitado sus segundos factores',
    'su operador ha quitado todos los segundos factores de su cuenta y ha cerrado su sesión en todas partes.',
  ],
  recoveryCodesMade: [
    'Tiene nuevos códigos de recuperación',
    'se han creado diez códigos de recuperación nuevos. Los anteriores ya no valen.',
  ],
  recoveryCodeUsed: [
    'Se ha usado un código de recuperación',
    'alguien ha entrado con uno de sus códigos de recuperación. Ese código ya no vale.',
  ],
  deviceRemembered: [
    'Se recuerda un dispositivo',
    'durante 30 días un navegador o una aplicación no pide el segundo paso. Puede terminarlo en su cuenta.',
  ],
  identityLinked: ['Se ha vinculado un acceso', 'ahora también puede entrar a través de otro proveedor.'],
  identityUnlinked: [
    'Se ha desvinculado un acceso',
    'ya no puede entrar a través de un proveedor que estaba vinculado.',
  ],
  codesGuessed: [
    'Alguien prueba códigos para su cuenta',
    'alguien conoce su contraseña y ha probado varios códigos falsos. Durante unos minutos no se aceptan códigos; una llave de acceso, sí.',
  ],
};

export const told = { en, de, fr, es };
