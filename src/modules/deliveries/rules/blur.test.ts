import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceMeters } from '../../../platform/geo/distance.ts';
import { blurred } from './blur.ts';

const point = fc.record({
  lat: fc.double({ min: -85, max: 85, noNaN: true }),
  lng: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
});

test('lies within a kilometer, and gives nothing away by being asked again', () => {
  fc.assert(
    fc.property(point, (at) => {
      const shown = blurred(at);
      expect(distanceMeters(at, shown)).toBeLessThan(760);
      expect(blurred(at)).toEqual(shown);
      expect(distanceMeters(shown, blurred(shown))).toBeLessThan(2);
    }),
  );
});

test('many points of one cell become one', () => {
  const cell = blurred({ lat: 47.141, lng: 9.521 });
  const shown = new Set<string>();
  for (let step = -4; step <= 4; step++)
    shown.add(JSON.stringify(blurred({ lat: cell.lat + step * 0.001, lng: cell.lng + step * 0.0014 })));
  expect(shown.size).toBe(1);
});
