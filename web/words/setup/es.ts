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
  'map.more':
    'Tome un archivo de OpenStreetMap de su región (.osm.pbf, por ejemplo de download.geofabrik.de), o la ciudad de prueba.',
  'map.choose': 'Elegir un archivo de mapa',
  'map.demo': 'Tomar la ciudad de prueba',
  'map.server': 'Archivos muy grandes: en el servidor',
  'map.sending': 'Enviando el archivo: {percent} %',
  'map.making': 'Preparando el mapa: {percent} %',
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
