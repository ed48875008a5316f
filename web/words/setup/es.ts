import type { Words } from '../catalogue.ts';
import type en from './en.ts';

const es: Words<typeof en> = {
  title: 'Primeros pasos',
  intro: 'Cuatro pasos hasta su primera entrega. Puede irse y volver cuando quiera.',
  done: 'Hecho',
  open: 'Pendiente',
  operator: 'Su empresa',
  'operator.more': 'En nombre de quién entrega. También es el primer cliente hasta que añada otros.',
  'operator.name': 'Nombre de la empresa',
  save: 'Guardar',
  map: 'Calles y direcciones',
  'map.more': 'Tome un archivo de OpenStreetMap de su región, o la ciudad de prueba. En el servidor:',
  'map.watch': 'Esta página nota por sí misma cuando el mapa está.',
  'map.have': 'En uso: {names}',
  drivers: 'Conductores',
  'drivers.more': 'Cada uno recibe un enlace; con él elige una contraseña en su teléfono.',
  'drivers.name': 'Nombre del conductor',
  'drivers.add': 'Añadir e invitar',
  'drivers.link': 'Enlace para {name}',
  'drivers.copy': 'Copiar',
  'drivers.copied': 'Copiado',
  'drivers.count': { one: '{count} conductor', other: '{count} conductores' },
  delivery: 'La primera entrega',
  'delivery.more': 'Créela en el tablero y arrástrela a un conductor.',
  'delivery.go': 'Al tablero',
  failed: 'Caravan no responde. Inténtelo dentro de un momento.',
};

export default es;
