import { distanceMeters } from '../network/distance.ts';
import type { StreetNetwork } from '../network/network.ts';
import type { MapSource, Tags } from '../source/map-source.ts';
import type { StringTable } from '../source/strings.ts';
import { type AddressColumns, forEachPlaced, nearestAddress } from './addresses.ts';

export const PLACE_KINDS = ['town', 'station', 'street', 'place', 'shop'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Something with a name that can be searched for; texts are numbers of the region's table. */
export interface PlaceDraft {
  kind: number;
  name: number;
  city: number;
  postcode: number;
  lat: number;
  lng: number;
}

const SETTLEMENTS = new Set([
  'city',
  'town',
  'village',
  'hamlet',
  'suburb',
  'quarter',
  'neighbourhood',
  'locality',
]);
const CITY_METERS = 2500;
const SAME_STREET_UNITS = 200_000;

function kindOf(tags: Tags): PlaceKind | undefined {
  if (tags['place'] && SETTLEMENTS.has(tags['place'])) return 'town';
  if (tags['railway'] === 'station' || tags['railway'] === 'halt') return 'station';
  if (tags['public_transport'] === 'station' || tags['amenity'] === 'bus_station') return 'station';
  if (tags['highway'] === 'bus_stop') return 'station';
  if (tags['shop'] || tags['amenity'] || tags['office'] || tags['craft'] || tags['tourism']) return 'shop';
  const isPlace =
    tags['leisure'] || tags['historic'] || tags['natural'] || tags['man_made'] || tags['building'];
  return isPlace || tags['aeroway'] === 'aerodrome' ? 'place' : undefined;
}

/** Towns, stations, shops and the like by name. One thing drawn twice near itself comes once. */
export function collectPlaces(
  source: MapSource,
  texts: StringTable,
  addresses: AddressColumns,
): PlaceDraft[] {
  const drafts: PlaceDraft[] = [];
  const seen = new Map<string, PlaceDraft[]>();
  forEachPlaced(source, (tags, lat, lng) => {
    const name = tags['name']?.trim();
    const kind = name ? kindOf(tags) : undefined;
    if (!name || !kind) return;
    const key = `${kind}:${name}`;
    const same = seen.get(key) ?? [];
    if (same.some((other) => distanceMeters(lat, lng, other.lat, other.lng) < 400)) return;
    const near = nearestAddress(addresses, lat, lng, { maxMeters: CITY_METERS });
    const isTown = kind === 'town';
    const draft = {
      kind: PLACE_KINDS.indexOf(kind),
      name: texts.intern(name),
      city: isTown || !near ? 0 : (addresses.city[near.address] as number),
      postcode: near && !isTown ? (addresses.postcode[near.address] as number) : 0,
      lat,
      lng,
    };
    drafts.push(draft);
    seen.set(key, [...same, draft]);
  });
  return drafts;
}

/** Streets that have a name but no address on them, once per town. */
export function collectBareStreets(
  network: StreetNetwork,
  addresses: AddressColumns,
  hasAddresses: (street: number, city: number) => boolean,
): PlaceDraft[] {
  const drafts = new Map<string, PlaceDraft>();
  const asked = new Set<string>();
  for (let edge = 0; edge < network.edgeFrom.length; edge++) {
    const name = network.edgeName[edge] as number;
    if (name === 0) continue;
    const middle = ((network.edgeShape[edge] as number) + (network.edgeShape[edge + 1] as number)) >> 1;
    const lat = network.shapeLat[middle] as number;
    const lng = network.shapeLng[middle] as number;
    // Pieces of one street near one another would all get the same answer.
    const cell = `${name}:${Math.floor(lat / SAME_STREET_UNITS)}:${Math.floor(lng / SAME_STREET_UNITS)}`;
    if (asked.has(cell)) continue;
    asked.add(cell);
    const near = nearestAddress(addresses, lat, lng, { maxMeters: CITY_METERS });
    const city = near ? (addresses.city[near.address] as number) : 0;
    const key = `${name}:${city}`;
    if (drafts.has(key) || hasAddresses(name, city)) continue;
    const postcode = near ? (addresses.postcode[near.address] as number) : 0;
    drafts.set(key, { kind: PLACE_KINDS.indexOf('street'), name, city, postcode, lat, lng });
  }
  return [...drafts.values()];
}
