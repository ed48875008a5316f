import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const de: Words<typeof en> = {
  'reason.nobody_there': 'Niemand da',
  'reason.address_not_found': 'Adresse nicht gefunden',
  'reason.no_access': 'Kein Zugang',
  'reason.refused': 'Annahme verweigert',
  'reason.damaged': 'Beschädigt',
  'reason.vehicle_broken': 'Fahrzeug defekt',
  'reason.weather': 'Wetter',
  'reason.other': 'Etwas anderes',
};

export default de;
