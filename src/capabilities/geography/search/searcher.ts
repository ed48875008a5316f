import { distanceMeters } from '../network/distance.ts';
import type { TextTable } from '../region/text-table.ts';
import type { AddressColumns } from './addresses.ts';
import { FIELD_CITY, FIELD_NAME, FIELD_POSTCODE, type SearchIndex } from './build-index.ts';
import { houseNumberKey, words } from './normalize.ts';
import { PLACE_KINDS, type PlaceKind } from './places.ts';
import { Vocabulary } from './vocabulary.ts';

export interface FoundPlace {
  kind: PlaceKind | 'address';
  /** As one would write it on one line. */
  text: string;
  name: string;
  street: string;
  houseNumber: string;
  postcode: string;
  city: string;
  /** In 1e-7 degrees. */
  lat: number;
  lng: number;
  score: number;
}

interface Candidate {
  entry: number;
  /** Best score of each typed word. */
  parts: Float32Array;
  nameWords: number;
}

interface Hit {
  entry: number;
  address: number;
  score: number;
}

const FIELD_WEIGHTS: Record<number, number> = { [FIELD_NAME]: 1, [FIELD_CITY]: 0.6, [FIELD_POSTCODE]: 0.6 };
const KIND_WEIGHTS: Record<PlaceKind, number> = {
  town: 0.35,
  station: 0.12,
  street: 0.15,
  place: 0,
  shop: 0.02,
};
const MISSING_WORD = 0.85;
const MAX_POSTINGS = 40_000;
const MAX_TYPED_WORDS = 10;

/** Search as one types in one region; one a thread. */
export class Searcher {
  private readonly index: SearchIndex;
  private readonly addresses: AddressColumns;
  private readonly texts: TextTable;
  private readonly vocabulary: Vocabulary;
  private readonly numberKeys = new Map<number, string>();

  constructor(index: SearchIndex, addresses: AddressColumns, texts: TextTable) {
    this.index = index;
    this.addresses = addresses;
    this.texts = texts;
    this.vocabulary = new Vocabulary(index);
  }

  /** The best fits first. `near` (1e-7 degrees) prefers what is close to it. */
  search(
    query: string,
    options: { limit: number; near?: { lat: number; lng: number } | undefined },
  ): FoundPlace[] {
    const typed = words(query).slice(0, MAX_TYPED_WORDS);
    if (typed.length === 0) return [];
    const endsOpen = /[\p{L}\p{N}]$/u.test(query);
    const candidates = this.candidates(typed, endsOpen);
    const ranked = candidates
      .map((candidate) => ({ candidate, score: this.score(candidate, typed, options.near) }))
      .sort((a, b) => b.score - a.score || a.candidate.entry - b.candidate.entry)
      .slice(0, Math.max(60, options.limit * 3));
    const hits = ranked.flatMap(({ candidate, score }) =>
      this.withNumbers(candidate, score, typed, endsOpen),
    );
    hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
    return hits.slice(0, options.limit).map((hit) => this.describe(hit));
  }

  private candidates(typed: readonly string[], endsOpen: boolean): Candidate[] {
    const { index } = this;
    const found = new Map<number, Candidate>();
    const asked = typed.map((word, i) => {
      const matches = this.vocabulary.match(word, endsOpen && i === typed.length - 1);
      const size = matches.reduce(
        (sum, { word: w }) =>
          sum + (index.postingOffset[w + 1] as number) - (index.postingOffset[w] as number),
        0,
      );
      return { i, matches, size, isNumber: /^\d/.test(word) };
    });
    const hasWords = asked.some((each) => !each.isNumber);
    // The rarest word first: it finds the candidates, and common ones only add to them.
    const order = [...asked].sort((a, b) => Number(a.isNumber) - Number(b.isNumber) || a.size - b.size);
    let budget = MAX_POSTINGS;
    for (const { i, matches, size, isNumber } of order) {
      const mayAdd = (!isNumber || !hasWords) && (found.size === 0 || size <= budget);
      if (mayAdd) budget -= size;
      for (const { word, quality } of matches) {
        const end = index.postingOffset[word + 1] as number;
        for (let at = index.postingOffset[word] as number; at < end; at++) {
          const posting = index.posting[at] as number;
          const entry = posting >> 2;
          const field = posting & 3;
          let candidate = found.get(entry);
          if (!candidate) {
            if (!mayAdd) continue;
            candidate = { entry, parts: new Float32Array(typed.length), nameWords: 0 };
            found.set(entry, candidate);
          }
          const score = quality * (FIELD_WEIGHTS[field] as number);
          if (score > (candidate.parts[i] as number)) candidate.parts[i] = score;
          if (field === FIELD_NAME && quality >= 0.5) candidate.nameWords |= 1 << i;
        }
      }
    }
    return [...found.values()];
  }

  private score(
    candidate: Candidate,
    typed: readonly string[],
    near: { lat: number; lng: number } | undefined,
  ): number {
    const { index } = this;
    const { entry, parts } = candidate;
    const kind = PLACE_KINDS[index.kind[entry] as number] as PlaceKind;
    let score = KIND_WEIGHTS[kind];
    for (let i = 0; i < typed.length; i++) {
      const part = parts[i] as number;
      const isNumber = /^\d/.test(typed[i] as string);
      if (part > 0) score += part;
      else if (!isNumber && (typed[i] as string).length > 1) score -= MISSING_WORD;
    }
    let named = 0;
    for (let bits = candidate.nameWords; bits > 0; bits &= bits - 1) named++;
    score += 0.5 * Math.min(1, named / Math.max(1, index.wordCount[entry] as number));
    if (near) {
      const meters = distanceMeters(
        near.lat,
        near.lng,
        index.lat[entry] as number,
        index.lng[entry] as number,
      );
      score -= 0.22 * Math.log10(1 + meters / 1000);
    }
    return score;
  }

  /** Turns a street into its addresses that fit a typed number. */
  private withNumbers(
    candidate: Candidate,
    score: number,
    typed: readonly string[],
    endsOpen: boolean,
  ): Hit[] {
    const { entry } = candidate;
    const plain = { entry, address: -1, score };
    const wanted = this.numbersTyped(candidate, typed);
    if (wanted.length === 0) return [plain];
    const hits: Hit[] = [];
    const end = this.index.addressOffset[entry + 1] as number;
    const isOpen = endsOpen && /^\d/.test(typed[typed.length - 1] as string);
    for (let at = this.index.addressOffset[entry] as number; at < end; at++) {
      const address = this.index.address[at] as number;
      const key = this.numberKey(this.addresses.number[address] as number);
      // `12 a` may be 12a or 12: the longer fits better.
      if (wanted.includes(key)) hits.push({ entry, address, score: score + 0.9 + 0.02 * key.length });
      else if (isOpen && wanted.some((number) => key.startsWith(number))) {
        hits.push({ entry, address, score: score + 0.35 - 0.01 * key.length });
      }
    }
    if (hits.length === 0) return [{ ...plain, score: score - 0.5 }];
    return hits.sort((a, b) => b.score - a.score).slice(0, 8);
  }

  /** Numbers of the query that are not the entry's postcode or name, with what may belong to them. */
  private numbersTyped(candidate: Candidate, typed: readonly string[]): string[] {
    const numbers: string[] = [];
    for (let i = 0; i < typed.length; i++) {
      const word = typed[i] as string;
      if (!/^\d/.test(word) || (candidate.parts[i] as number) >= 0.6) continue;
      numbers.push(word);
      const next = typed[i + 1];
      if (next !== undefined && (next.length === 1 || /^\d/.test(next))) numbers.unshift(word + next);
    }
    return numbers;
  }

  private numberKey(text: number): string {
    let key = this.numberKeys.get(text);
    if (key === undefined) {
      key = houseNumberKey(this.texts.at(text));
      this.numberKeys.set(text, key);
    }
    return key;
  }

  private describe({ entry, address, score }: Hit): FoundPlace {
    const { index, addresses, texts } = this;
    const kind = PLACE_KINDS[index.kind[entry] as number] as PlaceKind;
    const name = texts.at(index.name[entry] as number);
    const postcode = texts.at(index.postcode[entry] as number);
    const city = texts.at(index.city[entry] as number);
    const houseNumber = address < 0 ? '' : texts.at(addresses.number[address] as number);
    const place = [postcode, city].filter(Boolean).join(' ');
    const line = [name, houseNumber].filter(Boolean).join(' ');
    return {
      kind: address < 0 ? kind : 'address',
      text: [line, place].filter(Boolean).join(', '),
      name: line,
      street: kind === 'street' ? name : '',
      houseNumber,
      postcode,
      city,
      lat: (address < 0 ? index.lat[entry] : addresses.lat[address]) as number,
      lng: (address < 0 ? index.lng[entry] : addresses.lng[address]) as number,
      score: Math.round(score * 100) / 100,
    };
  }
}
