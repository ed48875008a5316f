import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const de: Words<typeof en> = {
  title: 'Erste Schritte',
  intro: 'Vier Schritte bis zu Ihrer ersten Lieferung. Sie können jederzeit gehen und wiederkommen.',
  done: 'Erledigt',
  open: 'Offen',
  operator: 'Ihr Unternehmen',
  'operator.more': 'In wessen Namen Sie liefern. Es ist auch der erste Kunde, bis Sie weitere anlegen.',
  'operator.name': 'Name des Unternehmens',
  save: 'Speichern',
  map: 'Straßen und Adressen',
  'map.more':
    'Nehmen Sie eine OpenStreetMap-Datei Ihrer Region (.osm.pbf, etwa von download.geofabrik.de), oder zum Ausprobieren die Demo-Stadt.',
  'map.choose': 'Kartendatei wählen',
  'map.demo': 'Demo-Stadt nehmen',
  'map.server': 'Sehr grosse Dateien: auf dem Server',
  'map.sending': 'Datei wird gesendet: {percent} %',
  'map.making': 'Karte wird gemacht: {percent} %',
  'map.have': 'In Kraft: {names}',
  drivers: 'Fahrerinnen und Fahrer',
  'drivers.more': 'Alle erhalten einen Link; damit wählen sie auf ihrem Telefon ein Passwort.',
  'drivers.name': 'Name',
  'drivers.add': 'Hinzufügen und einladen',
  'drivers.link': 'Link für {name}',
  'drivers.copy': 'Kopieren',
  'drivers.copied': 'Kopiert',
  'drivers.count': { one: '{count} Person', other: '{count} Personen' },
  delivery: 'Die erste Lieferung',
  'delivery.more': 'Legen Sie sie in der Disposition an und ziehen Sie sie auf jemanden, der fährt.',
  'delivery.go': 'Zur Disposition',
  failed: 'Caravan antwortet nicht. Versuchen Sie es gleich noch einmal.',
};

export default de;
