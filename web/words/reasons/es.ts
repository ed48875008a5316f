import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const es: Words<typeof en> = {
  'reason.nobody_there': 'No hay nadie',
  'reason.address_not_found': 'Dirección no encontrada',
  'reason.no_access': 'Sin acceso',
  'reason.refused': 'Rechazado',
  'reason.damaged': 'Dañado',
  'reason.vehicle_broken': 'Vehículo averiado',
  'reason.weather': 'Tiempo',
  'reason.other': 'Otra cosa',
};

export default es;
