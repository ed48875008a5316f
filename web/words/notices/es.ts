import type { Words } from '../catalogue.ts';
import type en from './en.ts';
import reasons from '../reasons/es.ts';

const es: Words<typeof en> = {
  title: 'Avisos',
  none: 'Nada nuevo',
  'none.office': 'Aquí se avisa de entregas fallidas, retrasadas o sin conductor, y de quién se incorpora.',
  'none.driver': 'Aquí se avisa de trabajos nuevos, cambios y paradas anuladas.',
  readAll: 'Todo leído',
  more: 'Más antiguos',
  failed: 'Los avisos no se pueden leer ahora.',
  trouble: 'Solo problemas',
  'trouble.none': 'No hay problemas entre estos.',
  unsaved: 'No se ha guardado. Inténtelo otra vez.',
  unread: 'sin leer',
  'told.failed': '{title} no se pudo entregar',
  'told.late': '{title} llegará tarde',
  'told.no_driver': 'No hay conductor para {title}',
  'told.rescheduled': '{title}: el destinatario pide otra hora',
  'told.returned': '{title} ha vuelto',
  'told.joined': '{title} conduce ahora para usted',
  'told.offered': 'Se le ofrece: {title}',
  'told.given': 'Nuevo para usted: {title}',
  'told.takenBack': '{title} ya no está con usted',
  'told.changed': '{title} se ha cambiado',
  'told.cancelled': '{title} se ha anulado',
  'told.other': '{title}',
  ...reasons,
};

export default es;
