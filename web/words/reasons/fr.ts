import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const fr: Words<typeof en> = {
  'reason.nobody_there': 'Personne sur place',
  'reason.address_not_found': 'Adresse introuvable',
  'reason.no_access': 'Pas d’accès',
  'reason.refused': 'Refusé',
  'reason.damaged': 'Endommagé',
  'reason.vehicle_broken': 'Véhicule en panne',
  'reason.weather': 'Météo',
  'reason.other': 'Autre chose',
};

export default fr;
