import type { Random } from './random.ts';

const first = (
  'Amina Anton Bea Bruno Carla Chidi Clara Dario Dora Elif Emil Eva Farid Fiona Gita Goran Hana Hugo Ida Ines ' +
  'Ivo Jana Jonas Kaja Kofi Lena Leo Lila Luca Maja Malik Mara Marco Mei Mila Milan Nadia Nils Nora Olga Omar ' +
  'Paula Pavel Petra Rafi Rosa Ruben Sami Selma Silvio Sofia Tara Theo Tilda Tomas Uma Vera Viktor Yara Zoran'
).split(' ');
const last = (
  'Achebe Aydin Banerjee Berger Bianchi Castell Cheng Dimitrov Ekdahl Fabbri Fontana Frick Gruber Haddad Hasler ' +
  'Ito Jansen Keller Kovac Lindqvist Marxer Mensah Moreau Nilsen Novak Okafor Ospelt Petrov Quist Rossi Sato ' +
  'Schmid Silva Tanaka Urban Vogt Weber Wolff Yilmaz Zeller'
).split(' ');

export function personName(random: Random): string {
  return `${random.pick(first)} ${random.pick(last)}`;
}
