import type { StreetNetwork } from '../network/network.ts';
import { type PackedTexts, packTexts } from '../region/text-table.ts';
import { GrowableInt32 } from '../source/growable.ts';
import type { MapSource } from '../source/map-source.ts';
import type { StringTable } from '../source/strings.ts';
import type { AddressColumns } from './addresses.ts';
import { indexWords } from './normalize.ts';
import { collectBareStreets, collectPlaces, PLACE_KINDS, type PlaceDraft } from './places.ts';

/** Parts of an entry that a word was found in. */
export const FIELD_NAME = 0;
export const FIELD_CITY = 1;
export const FIELD_POSTCODE = 2;

/**
 * What can be searched: an entry for each street of a town and for each named thing; words in
 * alphabetical order, each with the entries it occurs in.
 */
export interface SearchIndex {
  kind: Uint8Array;
  name: Int32Array;
  city: Int32Array;
  postcode: Int32Array;
  lat: Int32Array;
  lng: Int32Array;
  /** Addresses of entry e are `address[addressOffset[e] .. addressOffset[e + 1]]`. */
  addressOffset: Int32Array;
  address: Int32Array;
  /** How many words the name has, to tell a whole match from a part. */
  wordCount: Uint8Array;
  words: PackedTexts;
  /** Occurrences of word w are `[postingOffset[w] .. postingOffset[w + 1]]`: entry * 4 + field. */
  postingOffset: Int32Array;
  posting: Int32Array;
}

interface Entry extends PlaceDraft {
  addresses: number[];
}

export function buildSearchIndex(
  source: MapSource,
  texts: StringTable,
  network: StreetNetwork,
  addresses: AddressColumns,
): SearchIndex {
  const streets = streetEntries(addresses);
  const known = new Set([...streets.values()].map((entry) => `${entry.name}:${entry.city}`));
  const bare = collectBareStreets(network, addresses, (street, city) => known.has(`${street}:${city}`));
  const places = collectPlaces(source, texts, addresses);
  const entries: Entry[] = [
    ...streets.values(),
    ...[...bare, ...places].map((draft) => ({ ...draft, addresses: [] })),
  ];
  const addressOffset = new Int32Array(entries.length + 1);
  const address = new GrowableInt32();
  for (const [i, entry] of entries.entries()) {
    for (const each of entry.addresses) address.push(each);
    addressOffset[i + 1] = address.length;
  }
  const column = (key: keyof PlaceDraft): Int32Array => Int32Array.from(entries, (entry) => entry[key]);
  return {
    kind: Uint8Array.from(entries, (entry) => entry.kind),
    name: column('name'),
    city: column('city'),
    postcode: column('postcode'),
    lat: column('lat'),
    lng: column('lng'),
    addressOffset,
    address: address.toArray(),
    ...indexEntries(entries, texts),
  };
}

/** One entry for each street of each town and postcode that has addresses; it lies in their middle. */
function streetEntries(addresses: AddressColumns): Map<string, Entry> {
  const streets = new Map<string, Entry>();
  for (let i = 0; i < addresses.lat.length; i++) {
    const name = addresses.street[i] as number;
    const city = addresses.city[i] as number;
    const postcode = addresses.postcode[i] as number;
    const key = `${name}:${city}:${postcode}`;
    let entry = streets.get(key);
    if (!entry) {
      entry = { kind: PLACE_KINDS.indexOf('street'), name, city, postcode, lat: 0, lng: 0, addresses: [] };
      streets.set(key, entry);
    }
    entry.addresses.push(i);
  }
  for (const entry of streets.values()) {
    const middle = entry.addresses[entry.addresses.length >> 1] as number;
    entry.lat = addresses.lat[middle] as number;
    entry.lng = addresses.lng[middle] as number;
  }
  return streets;
}

function indexEntries(entries: readonly Entry[], texts: StringTable) {
  const postings = new Map<string, GrowableInt32>();
  const formsOf = new Map<number, string[]>();
  const forms = (text: number): string[] => {
    let found = formsOf.get(text);
    if (!found) {
      found = [...indexWords(texts.at(text))];
      formsOf.set(text, found);
    }
    return found;
  };
  const wordCount = new Uint8Array(entries.length);
  for (const [i, entry] of entries.entries()) {
    const add = (text: number, field: number): void => {
      for (const word of forms(text)) {
        let list = postings.get(word);
        if (!list) {
          list = new GrowableInt32(4);
          postings.set(word, list);
        }
        list.push(i * 4 + field);
      }
    };
    wordCount[i] = Math.min(255, forms(entry.name).length);
    add(entry.name, FIELD_NAME);
    add(entry.city, FIELD_CITY);
    add(entry.postcode, FIELD_POSTCODE);
  }
  const sorted = [...postings.keys()].sort((a, b) => (a < b ? -1 : 1));
  const postingOffset = new Int32Array(sorted.length + 1);
  const posting = new GrowableInt32();
  for (const [i, word] of sorted.entries()) {
    for (const each of (postings.get(word) as GrowableInt32).view()) posting.push(each);
    postingOffset[i + 1] = posting.length;
  }
  return { wordCount, words: packTexts(sorted), postingOffset, posting: posting.toArray() };
}
