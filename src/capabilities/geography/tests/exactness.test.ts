import { describe, expect, it } from 'vitest';
import { compare } from '../../../../bench/map/exactness.ts';
import { liechtenstein } from '../../../../bench/map/maps.ts';
import { PROFILES } from '../network/profile-rules.ts';
import { buildRegion } from '../region/build-region.ts';
import { openRegion } from '../region/region.ts';
import { UNREACHED } from '../routing/plain-search.ts';
import { Router } from '../routing/router.ts';
import { generateTown } from '../town/generate-town.ts';

const town = openRegion(
  buildRegion(generateTown({ name: 'Test Town', seed: 3, streetPoints: 2500, detailed: false })),
);

describe('the fast router equals a plain Dijkstra, to the millisecond', () => {
  it.each(PROFILES)('on a drawn town, %s', (profile) => {
    expect(compare(town, profile, 400, 1)).toMatchObject({ different: 0, wrongSums: 0 });
  });

  it('on the streets of Liechtenstein', async () => {
    const country = await liechtenstein();
    if (!country) return;
    expect(country.importSeconds).toBeLessThan(60);
    for (const profile of PROFILES) {
      expect(compare(country.region, profile, 150, 2)).toMatchObject({ different: 0, wrongSums: 0 });
    }
  });
});

describe('tables', () => {
  it.each(PROFILES)('hold what single routes say, %s', (profile) => {
    const router = new Router(town);
    const { addresses } = town;
    const points = Array.from({ length: 25 }, (_none, i) => {
      const address = (i * 97) % addresses.lat.length;
      return router.snap(profile, {
        lat: (addresses.lat[address] as number) / 1e7,
        lng: (addresses.lng[address] as number) / 1e7,
      });
    });
    const table = router.table(profile, points, [...points.slice(0, 20), undefined]);
    for (const [row, from] of points.entries()) {
      for (const [column, to] of points.slice(0, 20).entries()) {
        const cell = table.milliseconds[row * 21 + column];
        expect(cell).toBe(router.path(profile, from, to)?.weight ?? UNREACHED);
      }
      expect(table.milliseconds[row * 21 + 20]).toBe(UNREACHED);
    }
  });

  it('tell the metres of the way that a route would drive, but where two ways take the same time', () => {
    const router = new Router(town);
    const { addresses } = town;
    const points = Array.from({ length: 30 }, (_none, i) => ({
      lat: (addresses.lat[i * 61] as number) / 1e7,
      lng: (addresses.lng[i * 61] as number) / 1e7,
    }));
    const snapped = points.map((point) => router.snap('car', point));
    const { centimeters } = router.table('car', snapped, snapped);
    let different = 0;
    for (const [row, from] of points.entries()) {
      for (const [column, to] of points.entries()) {
        const meters = router.route('car', [from, to]).distanceMeters;
        if (Math.abs((centimeters[row * 30 + column] as number) / 100 - meters) > 0.1) different++;
      }
    }
    expect(different).toBeLessThan(9);
  });
});

describe('other ways', () => {
  it('are slower by less than a third and really different', () => {
    const router = new Router(town);
    const { addresses } = town;
    const at = (i: number) => ({
      lat: (addresses.lat[i] as number) / 1e7,
      lng: (addresses.lng[i] as number) / 1e7,
    });
    let offered = 0;
    for (let i = 0; i < 20; i++) {
      const [best, ...others] = router.alternatives(
        'car',
        at(i * 31),
        at(addresses.lat.length - 1 - i * 17),
        2,
      );
      offered += others.length;
      for (const other of others) {
        expect(other.durationSeconds).toBeGreaterThanOrEqual(best?.durationSeconds as number);
        expect(other.durationSeconds).toBeLessThanOrEqual((best?.durationSeconds as number) * 1.3 + 1);
        expect(other.geometry).not.toEqual(best?.geometry);
      }
    }
    expect(offered).toBeGreaterThan(5);
  });
});
