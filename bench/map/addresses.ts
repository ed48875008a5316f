import { existsSync, readFileSync } from 'node:fs';
import type { Region } from '../../src/capabilities/geography/region/region.ts';
import { describeAddress, nearestAddress } from '../../src/capabilities/geography/search/addresses.ts';
import { Searcher } from '../../src/capabilities/geography/search/searcher.ts';
import { chance, DATA, percentile } from './maps.ts';

interface Row {
  lat: number;
  lng: number;
  street: string;
  number: string;
  postcode: string;
  city: string;
}

export function readAddresses(): Row[] | undefined {
  const path = `${DATA}osm/liechtenstein-addresses.csv`;
  if (!existsSync(path)) {
    process.stdout.write(`Skipped the list of addresses: ${path} is not there.\n`);
    return undefined;
  }
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => {
    const [lat, lng, street = '', number = '', postcode = '', city = ''] = line.split(',');
    return { lat: Number(lat), lng: Number(lng), street, number, postcode, city };
  });
}

function textOf({ street, number, postcode, city }: Row): string {
  const place = [postcode, city].filter(Boolean).join(' ');
  return [`${street} ${number}`, place].filter(Boolean).join(', ');
}

/** One slip of the finger in the letters of a street: another letter, one less, one more, two swapped. */
export function withSlip(text: string, random: () => number): string {
  const letters = [...text];
  const places = letters.flatMap((letter, i) => (/\p{L}/u.test(letter) ? [i] : []));
  const at = places[Math.floor(random() * places.length)];
  if (at === undefined) return text;
  const other = 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)] as string;
  const kind = Math.floor(random() * 4);
  if (kind === 0) letters[at] = other;
  else if (kind === 1) letters.splice(at, 1);
  else if (kind === 2) letters.splice(at, 0, other);
  else if (at + 1 < letters.length) {
    [letters[at], letters[at + 1]] = [letters[at + 1] as string, letters[at] as string];
  }
  return letters.join('');
}

function classOf(row: Row, hitText: string | undefined): string {
  if (!row.street) return 'no street in the data, only a number';
  if (row.street.length <= 4) return 'a name of two to four letters, of which a slip leaves too little';
  if (row.city === row.street || !/^\d*$/.test(row.postcode) || row.number.startsWith('"'))
    return 'a broken line in the list';
  if (hitText?.includes(row.number)) return 'another street or spelling of nearly the same name, same number';
  return 'other';
}

/** Whether each address is the first hit for its own text, plain or with a slip. */
export function findOwnText(region: Region, rows: readonly Row[], slips: boolean) {
  const searcher = new Searcher(region.search, region.addresses, region.texts);
  const random = chance(3);
  const millis: number[] = [];
  const misses = new Map<string, number>();
  let found = 0;
  for (const row of rows) {
    const asked = slips ? { ...row, street: withSlip(row.street, random) } : row;
    const start = performance.now();
    const [hit] = searcher.search(textOf(asked), { limit: 10 });
    millis.push(performance.now() - start);
    const fits =
      hit &&
      hit.street === row.street &&
      hit.houseNumber === row.number &&
      (!row.postcode || hit.postcode === row.postcode) &&
      (!row.city || hit.city === row.city);
    const isThere =
      hit && Math.abs(hit.lat / 1e7 - row.lat) < 2e-5 && Math.abs(hit.lng / 1e7 - row.lng) < 2e-5;
    if (fits || isThere) found++;
    else {
      const reason = classOf(row, hit?.text);
      misses.set(reason, (misses.get(reason) ?? 0) + 1);
    }
  }
  millis.sort((a, b) => a - b);
  return {
    asked: rows.length,
    found,
    rate: Math.round((found / rows.length) * 100_000) / 100_000,
    p50Millis: Math.round(percentile(millis, 0.5) * 1000) / 1000,
    p99Millis: Math.round(percentile(millis, 0.99) * 1000) / 1000,
    misses: Object.fromEntries(misses),
  };
}

/** Whether the nearest address to the point of each is itself. */
export function findOwnPoint(region: Region, rows: readonly Row[]) {
  let found = 0;
  let elsewhere = 0;
  for (const row of rows) {
    const near = nearestAddress(region.addresses, Math.round(row.lat * 1e7), Math.round(row.lng * 1e7), {
      maxMeters: 500,
    });
    const address = near && describeAddress(region.addresses, region.texts, near.address);
    if (address?.street === row.street && address.houseNumber === row.number) found++;
    else if (!row.street) elsewhere++;
  }
  return {
    asked: rows.length,
    found,
    withoutStreet: elsewhere,
    rate: Math.round((found / rows.length) * 100_000) / 100_000,
  };
}

/** Search as one types: every beginning of an address's text. */
export function typingSpeed(region: Region, count: number) {
  const searcher = new Searcher(region.search, region.addresses, region.texts);
  const random = chance(8);
  const millis: number[] = [];
  for (let i = 0; i < count; i++) {
    const address = Math.floor(random() * region.addresses.lat.length);
    const { text } = describeAddress(region.addresses, region.texts, address);
    for (let length = 2; length <= Math.min(text.length, 20); length++) {
      const start = performance.now();
      searcher.search(text.slice(0, length), { limit: 10 });
      millis.push(performance.now() - start);
    }
  }
  millis.sort((a, b) => a - b);
  const at = (share: number) => Math.round(percentile(millis, share) * 1000) / 1000;
  return { searches: millis.length, p50Millis: at(0.5), p99Millis: at(0.99) };
}
