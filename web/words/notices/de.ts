import type { Words } from '../catalogue.ts';
import type en from './en.ts';
import reasons from '../reasons/de.ts';

const de: Words<typeof en> = {
  title: 'Meldungen',
  none: 'Nichts Neues',
  'none.office': 'Hier steht, was fehlschlägt, sich verspätet oder keinen Fahrer hat, und wer neu dabei ist.',
  'none.driver': 'Hier stehen neue Aufträge, Änderungen und abgesagte Stopps.',
  readAll: 'Alle gelesen',
  more: 'Ältere',
  failed: 'Die Meldungen lassen sich gerade nicht lesen.',
  trouble: 'Nur Probleme',
  'trouble.none': 'Keine Probleme darunter.',
  unsaved: 'Das wurde nicht gespeichert. Versuchen Sie es noch einmal.',
  unread: 'ungelesen',
  'told.failed': '{title} konnte nicht übergeben werden',
  'told.late': '{title} wird sich verspäten',
  'told.no_driver': 'Kein Fahrer für {title}',
  'told.rescheduled': '{title}: Der Empfänger möchte einen anderen Termin',
  'told.returned': '{title} ist zurück',
  'told.joined': '{title} fährt jetzt für Sie',
  'told.offered': 'Ihnen angeboten: {title}',
  'told.given': 'Neu für Sie: {title}',
  'told.takenBack': '{title} ist nicht mehr bei Ihnen',
  'told.changed': '{title} wurde geändert',
  'told.cancelled': '{title} wurde abgesagt',
  'told.other': '{title}',
  ...reasons,
};

export default de;
