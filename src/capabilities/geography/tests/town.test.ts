import { describe, expect, it } from 'vitest';
import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { Router } from '../routing/router.ts';
import { generateTown } from '../town/generate-town.ts';

describe('the demo town', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => generateTown({ name: 'Twin', seed, streetPoints: 1000 });
    expect([...draw(4).nodeLat]).toEqual([...draw(4).nodeLat]);
    expect(draw(4).wayTags.of(40)).toEqual(draw(4).wayTags.of(40));
    expect([...draw(5).nodeLat]).not.toEqual([...draw(4).nodeLat]);
  });

  it.each([1, 7, 12])('leads from every door to every door, seed %d', (seed) => {
    const region = openRegion(buildRegion(generateTown({ name: 'Doors', seed, streetPoints: 3000 })));
    for (const graph of Object.values(region.graphs)) {
      const open = graph.component.filter((component) => component >= 0).length;
      expect(Math.max(...graph.componentSizes) / open).toBeGreaterThan(0.99);
    }
    const router = new Router(region);
    const { addresses } = region;
    expect(addresses.lat.length).toBeGreaterThan(2000);
    const at = (i: number) => ({
      lat: (addresses.lat[i] as number) / 1e7,
      lng: (addresses.lng[i] as number) / 1e7,
    });
    let failed = 0;
    for (let i = 0; i + 37 < addresses.lat.length; i += 37) {
      const path = router.path(
        'car',
        router.snap('car', at(i)),
        router.snap('car', at(addresses.lat.length - 1 - i)),
      );
      if (!path) failed++;
    }
    expect(failed).toBe(0);
  });

  it('gives no two houses of a street one number', () => {
    const region = openRegion(buildRegion(generateTown({ name: 'Numbers', seed: 7, streetPoints: 2000 })));
    const { street, number, postcode, city } = region.addresses;
    const seen = new Map<string, number>();
    for (let i = 0; i < street.length; i++) {
      const key = `${street[i]}:${number[i]}:${postcode[i]}:${city[i]}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(Math.max(...seen.values())).toBe(1);
  });
});
