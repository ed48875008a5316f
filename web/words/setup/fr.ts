import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const fr: Words<typeof en> = {
  title: 'Premiers pas',
  intro: 'Quatre étapes jusqu’à votre première livraison. Vous pouvez partir et revenir à tout moment.',
  done: 'Fait',
  open: 'À faire',
  operator: 'Votre entreprise',
  'operator.more': 'Au nom de qui vous livrez. C’est aussi le premier client, en attendant d’autres.',
  'operator.name': 'Nom de l’entreprise',
  save: 'Enregistrer',
  map: 'Rues et adresses',
  'map.more':
    'Prenez un fichier OpenStreetMap de votre région (.osm.pbf, par exemple de download.geofabrik.de), ou la ville de démonstration pour essayer.',
  'map.choose': 'Choisir un fichier de carte',
  'map.demo': 'Prendre la ville de démonstration',
  'map.server': 'Très grands fichiers : sur le serveur',
  'map.sending': 'Envoi du fichier : {percent} %',
  'map.making': 'Préparation de la carte : {percent} %',
  'map.have': 'En vigueur : {names}',
  drivers: 'Chauffeurs',
  'drivers.more': 'Chacun reçoit un lien ; avec lui, il choisit un mot de passe sur son téléphone.',
  'drivers.name': 'Nom du chauffeur',
  'drivers.add': 'Ajouter et inviter',
  'drivers.link': 'Lien pour {name}',
  'drivers.copy': 'Copier',
  'drivers.copied': 'Copié',
  'drivers.count': { one: '{count} chauffeur', other: '{count} chauffeurs' },
  delivery: 'La première livraison',
  'delivery.more': 'Créez-la au tableau de répartition, puis glissez-la sur un chauffeur.',
  'delivery.go': 'Au tableau de répartition',
  failed: 'Caravan ne répond pas. Réessayez dans un instant.',
};

export default fr;
