import type { Words } from '../catalogue.ts';
import type en from './en.ts';
import reasons from '../reasons/fr.ts';

const fr: Words<typeof en> = {
  title: 'Notifications',
  none: 'Rien de nouveau',
  'none.office':
    'Les livraisons échouées, en retard ou sans chauffeur sont annoncées ici, et les nouveaux chauffeurs.',
  'none.driver': 'Les nouvelles courses, les changements et les annulations sont annoncés ici.',
  readAll: 'Tout est lu',
  more: 'Plus anciennes',
  failed: 'Les notifications ne peuvent pas être lues pour le moment.',
  trouble: 'Problèmes seulement',
  'trouble.none': 'Aucun problème parmi ceux-ci.',
  unsaved: 'Cela n’a pas été enregistré. Réessayez.',
  unread: 'non lue',
  'told.failed': '{title} n’a pas pu être remis',
  'told.late': '{title} sera en retard',
  'told.no_driver': 'Aucun chauffeur pour {title}',
  'told.rescheduled': '{title} : le destinataire demande un autre horaire',
  'told.returned': '{title} est de retour',
  'told.joined': '{title} conduit désormais pour vous',
  'told.offered': 'Proposé à vous : {title}',
  'told.given': 'Nouveau pour vous : {title}',
  'told.takenBack': '{title} n’est plus chez vous',
  'told.changed': '{title} a été modifié',
  'told.cancelled': '{title} a été annulé',
  'told.other': '{title}',
  ...reasons,
};

export default fr;
