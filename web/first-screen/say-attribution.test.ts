import { expect, test } from 'vitest';
import { sayAttribution } from './say-attribution.ts';

test('of the demo town it is said in the language of the reader, of others as they want it', () => {
  // What `GET /v1/maps` answers; the tests of geography hold it to that.
  const [town, osm] = ['Invented by Caravan', '© OpenStreetMap contributors'];
  const said = 'Erfunden von Caravan';
  expect(sayAttribution(town, said)).toBe(said);
  expect(sayAttribution(`${osm}, ${town}`, said)).toBe(`${osm}, ${said}`);
  expect(sayAttribution(osm, said)).toBe(osm);
});
