import { describe, expect, it } from 'vitest';
import { isOneSlipAway, words } from '../search/normalize.ts';
import { nearestAddress } from '../search/addresses.ts';
import { Searcher } from '../search/searcher.ts';
import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { MapSourceBuilder } from '../source/builder.ts';

function village() {
  const builder = new MapSourceBuilder();
  const a = builder.node(47, 9);
  const b = builder.node(47.001, 9);
  builder.way([a, b], { highway: 'residential', name: 'Landstraße' });
  const house = (lat: number, street: string, number: string, postcode: string, city: string) =>
    builder.node(lat, 9.0001, {
      'addr:street': street,
      'addr:housenumber': number,
      'addr:postcode': postcode,
      'addr:city': city,
    });
  house(47.0001, 'Landstraße', '12', '9490', 'Vaduz');
  house(47.0002, 'Landstraße', '12a', '9490', 'Vaduz');
  house(47.0003, 'Städtle', '7', '9490', 'Vaduz');
  house(47.2, 'Landstraße', '12', '9494', 'Schaan');
  house(47.2001, 'Rue de l’Église', '3', '9494', 'Schaan');
  builder.node(47.0005, 9, { place: 'town', name: 'Vaduz' });
  builder.node(47.0006, 9, { shop: 'bakery', name: 'Bäckerei Ospelt' });
  builder.node(47.0007, 9, { railway: 'station', name: 'Vaduz Bahnhof' });
  const region = openRegion(buildRegion(builder.build({ name: 'v', attribution: '', drivesOn: 'right' })));
  return { region, searcher: new Searcher(region.search, region.addresses, region.texts) };
}

const { region, searcher } = village();
const first = (query: string, near?: { lat: number; lng: number }) =>
  searcher.search(query, { limit: 5, near })[0]?.text;

describe('address search', () => {
  it('finds the first of all words too', () => {
    const builder = new MapSourceBuilder();
    builder.way([builder.node(47, 9), builder.node(47.001, 9)], { highway: 'residential', name: 'Allee' });
    const only = openRegion(buildRegion(builder.build({ name: 'one', attribution: '', drivesOn: 'right' })));
    const { search, addresses, texts } = only;
    expect(new Searcher(search, addresses, texts).search('Allee', { limit: 1 })[0]?.text).toBe('Allee');
  });

  it.each([
    ['Landstrasse 12 Vaduz', 'Landstraße 12, 9490 Vaduz'],
    ['vaduz landstr. 12', 'Landstraße 12, 9490 Vaduz'],
    ['12 landstrasse 9494', 'Landstraße 12, 9494 Schaan'],
    ['landstrasse 12 a', 'Landstraße 12a, 9490 Vaduz'],
    ['landstrase 12a', 'Landstraße 12a, 9490 Vaduz'],
    ['lnadstrasse 12 schaan', 'Landstraße 12, 9494 Schaan'],
    ['staedtle 7', 'Städtle 7, 9490 Vaduz'],
    ['stadtle 7', 'Städtle 7, 9490 Vaduz'],
    ['städ', 'Städtle, 9490 Vaduz'],
    ['eglise 3', 'Rue de l’Église 3, 9494 Schaan'],
    ['vaduz', 'Vaduz'],
    ['vaduz bahnh', 'Vaduz Bahnhof, 9490 Vaduz'],
    ['ospelt', 'Bäckerei Ospelt, 9490 Vaduz'],
    ['bakcerei', 'Bäckerei Ospelt, 9490 Vaduz'],
  ])('%s', (query, text) => {
    expect(first(query)).toBe(text);
  });

  it('prefers what is near', () => {
    expect(first('landstrasse 12', { lat: 47.2e7, lng: 9e7 })).toBe('Landstraße 12, 9494 Schaan');
    expect(first('landstrasse 12', { lat: 47e7, lng: 9e7 })).toBe('Landstraße 12, 9490 Vaduz');
  });

  it('finds nothing for nonsense, and is not upset by it', () => {
    for (const query of ['xqzw', '', '   ', '%%%', '’', 'a'.repeat(200), '١٢', '12 34 56 78']) {
      expect(() => searcher.search(query, { limit: 5 })).not.toThrow();
    }
    expect(searcher.search('xqzw', { limit: 5 })).toEqual([]);
  });

  it('finds the address at a point', () => {
    const found = nearestAddress(region.addresses, 47.00031e7, 9.0001e7, { maxMeters: 100 });
    expect(region.texts.at(region.addresses.street[found?.address as number] as number)).toBe('Städtle');
    expect(nearestAddress(region.addresses, 48e7, 9e7, { maxMeters: 100 })).toBeUndefined();
  });
});

describe('words', () => {
  it('are compared without accents and in one spelling', () => {
    expect(words('Bahnhofstr. 3b, ÉVREUX')).toEqual(['bahnhofstrasse', '3b', 'evreux']);
    expect(words('Ærøskøbing')).toEqual(['aeroskobing']);
  });

  it('forgive one slip and not two', () => {
    for (const typed of ['vaduz', 'vaduzz', 'vaduy', 'vadu', 'vadzu', 'aduz']) {
      expect(isOneSlipAway(typed, 'vaduz', false)).toBe(true);
    }
    for (const typed of ['vauzd', 'vad', 'vaxuy', 'schaan'])
      expect(isOneSlipAway(typed, 'vaduz', false)).toBe(false);
    expect(isOneSlipAway('triesn', 'triesenberg', true)).toBe(true);
    expect(isOneSlipAway('trisn', 'triesenberg', true)).toBe(false);
  });
});
