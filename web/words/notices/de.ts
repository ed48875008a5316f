import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const de: Words<typeof en> = {
  title: 'Meldungen',
  none: 'Nichts Neues',
  'none.office': 'Hier steht, was fehlschlägt, sich verspätet oder keinen Fahrer hat, und wer neu dabei ist.',
  'none.driver': 'Hier stehen neue Aufträge, Änderungen und abgesagte Stopps.',
  readAll: 'Alle als gelesen markieren',
  more: 'Ältere',
  failed: 'Die Meldungen lassen sich gerade nicht lesen.',
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
  'reason.nobody_there': 'Niemand da',
  'reason.address_not_found': 'Adresse nicht gefunden',
  'reason.refused': 'Annahme verweigert',
  'reason.no_access': 'Kein Zugang',
  'reason.damaged': 'Beschädigt',
  'reason.vehicle_broken': 'Fahrzeug defekt',
  'reason.weather': 'Wetter',
  'reason.other': 'Etwas anderes',
};

export default de;
