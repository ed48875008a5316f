import { COORDINATE_SCALE, type MapSource, type Tags } from '../source/map-source.ts';
import type { TextTable } from '../region/text-table.ts';
import type { StringTable } from '../source/strings.ts';
import { distanceMeters } from '../network/distance.ts';
import { type Box, buildGrid, type Grid, searchGrid } from '../region/grid.ts';

/** All addresses of a region, column by column. Texts are numbers of the region's text table. */
export interface AddressColumns {
  lat: Int32Array;
  lng: Int32Array;
  street: Int32Array;
  number: Int32Array;
  postcode: Int32Array;
  city: Int32Array;
  grid: Grid;
}

interface Draft {
  lat: number;
  lng: number;
  street: number;
  number: number;
  postcode: number;
  city: number;
}

const CELL_METERS = 200;
const NEIGHBOUR_METERS = 1500;

/** The middle of a way: of its corners when it is closed, else the corner halfway along. */
export function wayCentre(source: MapSource, way: number): { lat: number; lng: number } | undefined {
  const start = source.wayOffsets[way] as number;
  const end = source.wayOffsets[way + 1] as number;
  if (end <= start) return undefined;
  const isClosed = end - start > 2 && source.wayRefs[start] === source.wayRefs[end - 1];
  if (!isClosed) {
    const node = source.wayRefs[(start + end) >> 1] as number;
    return { lat: source.nodeLat[node] as number, lng: source.nodeLng[node] as number };
  }
  let lat = 0;
  let lng = 0;
  for (let at = start; at < end - 1; at++) {
    lat += source.nodeLat[source.wayRefs[at] as number] as number;
    lng += source.nodeLng[source.wayRefs[at] as number] as number;
  }
  const count = end - 1 - start;
  return { lat: Math.round(lat / count), lng: Math.round(lng / count) };
}

/** Calls back for everything with tags that has a place on the map. */
export function forEachPlaced(
  source: MapSource,
  visit: (tags: Tags, lat: number, lng: number, closedWay: boolean) => void,
): void {
  for (let i = 0; i < source.taggedNodes.length; i++) {
    const node = source.taggedNodes[i] as number;
    visit(source.nodeTags.of(i), source.nodeLat[node] as number, source.nodeLng[node] as number, false);
  }
  for (let way = 0; way < source.wayTags.length; way++) {
    const centre = wayCentre(source, way);
    if (centre) visit(source.wayTags.of(way), centre.lat, centre.lng, true);
  }
  for (const { tags, members } of source.relations) {
    const outer = members.find((member) => member.kind === 'way' && member.index >= 0);
    if (tags['type'] !== 'multipolygon' || !outer) continue;
    const centre = wayCentre(source, outer.index);
    if (centre) visit(tags, centre.lat, centre.lng, true);
  }
}

/** Collects addresses; those without a town or postcode take that of the nearest one that has it. */
export function collectAddresses(source: MapSource, texts: StringTable, bounds: Box): AddressColumns {
  const drafts: Draft[] = [];
  forEachPlaced(source, (tags, lat, lng) => {
    const number = tags['addr:housenumber'];
    const street = tags['addr:street'] ?? tags['addr:place'];
    if (!number || !street) return;
    drafts.push({
      lat,
      lng,
      street: texts.intern(street.trim()),
      number: texts.intern(number.trim()),
      postcode: texts.intern(tags['addr:postcode'] ?? ''),
      city: texts.intern(tags['addr:city'] ?? ''),
    });
  });
  const column = (key: keyof Draft): Int32Array => Int32Array.from(drafts, (draft) => draft[key]);
  const columns = {
    lat: column('lat'),
    lng: column('lng'),
    street: column('street'),
    number: column('number'),
    postcode: column('postcode'),
    city: column('city'),
  };
  const grid = buildGrid(bounds, CELL_METERS, (touch) => {
    for (const [i, { lat, lng }] of drafts.entries()) {
      touch(i, { south: lat, north: lat, west: lng, east: lng });
    }
  });
  borrow(columns, grid, 'city');
  borrow(columns, grid, 'postcode');
  return { ...columns, grid };
}

function borrow(columns: Omit<AddressColumns, 'grid'>, grid: Grid, key: 'city' | 'postcode'): void {
  const given = columns[key].slice();
  for (let i = 0; i < given.length; i++) {
    if (given[i] !== 0) continue;
    const near = nearestAddress({ ...columns, grid }, columns.lat[i] as number, columns.lng[i] as number, {
      maxMeters: NEIGHBOUR_METERS,
      accept: (other) => given[other] !== 0,
    });
    if (near) columns[key][i] = given[near.address] as number;
  }
}

/** The nearest address to a point in 1e-7 degrees. */
export function nearestAddress(
  columns: AddressColumns,
  lat: number,
  lng: number,
  limits: { maxMeters: number; accept?: (address: number) => boolean },
): { address: number; distanceMeters: number } | undefined {
  let best: { address: number; distanceMeters: number } | undefined;
  searchGrid(columns.grid, lat, lng, (address) => {
    const meters = distanceMeters(lat, lng, columns.lat[address] as number, columns.lng[address] as number);
    const isNearer =
      meters < (best?.distanceMeters ?? Number.POSITIVE_INFINITY) && meters <= limits.maxMeters;
    if (isNearer && (limits.accept?.(address) ?? true)) best = { address, distanceMeters: meters };
    return best?.distanceMeters ?? limits.maxMeters;
  });
  return best;
}

export interface Address {
  lat: number;
  lng: number;
  street: string;
  houseNumber: string;
  postcode: string;
  city: string;
  /** As one would write it on one line. */
  text: string;
}

export function describeAddress(columns: AddressColumns, texts: TextTable, address: number): Address {
  const street = texts.at(columns.street[address] as number);
  const houseNumber = texts.at(columns.number[address] as number);
  const postcode = texts.at(columns.postcode[address] as number);
  const city = texts.at(columns.city[address] as number);
  const place = [postcode, city].filter(Boolean).join(' ');
  return {
    lat: (columns.lat[address] as number) / COORDINATE_SCALE,
    lng: (columns.lng[address] as number) / COORDINATE_SCALE,
    street,
    houseNumber,
    postcode,
    city,
    text: [`${street} ${houseNumber}`, place].filter(Boolean).join(', '),
  };
}
