import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { within } from './hours.ts';
import { priceOf, type RateTerms } from './price.ts';
import { covers, zonesAt, type Area } from './zones.ts';

const terms: RateTerms = {
  currency: 'CHF',
  baseMinor: 500,
  perKilometerMinor: 145,
  perKilogramMinor: 33,
  perStopMinor: 200,
  minimumMinor: 900,
  surcharges: [],
  timeZone: 'Europe/Vaduz',
};
const inputs = {
  distanceMeters: 3450,
  distanceFrom: 'streets' as const,
  weightGrams: 1500,
  stops: 2,
  at: '2026-03-04T10:00:00.000Z',
};

describe('a price', () => {
  test('explains each line, rounded half away from zero, up to the minimum', () => {
    expect(priceOf(terms, { ...inputs, distanceMeters: 1000 })).toEqual({
      lines: [
        { kind: 'base', explanation: 'Base price', amountMinor: 500 },
        { kind: 'distance', explanation: '1000 m by streets at 145 a kilometer', amountMinor: 145 },
        { kind: 'weight', explanation: '1500 g at 33 a kilogram', amountMinor: 50 },
        { kind: 'minimum', explanation: 'Up to the minimum of 900 CHF', amountMinor: 205 },
      ],
      totalMinor: 900,
    });
    expect(priceOf(terms, inputs).totalMinor).toBe(500 + 500 + 50);
  });

  test('adds surcharges by the local time, also past midnight and in summer', () => {
    const night = { days: [5], from: '22:00', to: '06:00' };
    const surcharges = [
      { name: 'Night', percent: 2500, hours: [night] },
      { name: 'Loyal', amountMinor: -100, hours: [night] },
    ];
    const at = (time: string) => priceOf({ ...terms, surcharges }, { ...inputs, at: time });
    expect(at('2026-03-06T20:59:00.000Z').totalMinor).toBe(1050);
    expect(at('2026-03-06T21:00:00.000Z').lines.slice(-2)).toEqual([
      { kind: 'surcharge', explanation: 'Night: 25 % of 1050', amountMinor: 263 },
      { kind: 'surcharge', explanation: 'Loyal', amountMinor: -100 },
    ]);
    expect(at('2026-03-07T04:59:00.000Z').totalMinor).toBe(1213);
    expect(at('2026-03-07T05:00:00.000Z').totalMinor).toBe(1050);
    expect(at('2026-07-03T20:00:00.000Z').totalMinor).toBe(1213);
  });

  test('is whole, the sum of its lines, never below the minimum, and grows with the way', () => {
    const amount = fc.nat(1_000_000_000);
    fc.assert(
      fc.property(
        fc.record({
          baseMinor: amount,
          perKilometerMinor: amount,
          perKilogramMinor: amount,
          minimumMinor: amount,
        }),
        fc.nat(2_000_000),
        fc.nat(50_000_000),
        (over, distanceMeters, weightGrams) => {
          const all = { ...terms, ...over };
          const price = priceOf(all, { ...inputs, distanceMeters, weightGrams });
          expect(Number.isSafeInteger(price.totalMinor)).toBe(true);
          expect(price.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(price.totalMinor);
          expect(price.totalMinor).toBeGreaterThanOrEqual(over.minimumMinor);
          const farther = priceOf(all, { ...inputs, distanceMeters: distanceMeters + 1000, weightGrams });
          expect(farther.totalMinor).toBeGreaterThanOrEqual(price.totalMinor);
        },
      ),
    );
  });
});

describe('a zone', () => {
  const square = (size: number): [number, number][] => [
    [9 - size, 47 - size],
    [9 + size, 47 - size],
    [9 + size, 47 + size],
    [9 - size, 47 + size],
    [9 - size, 47 - size],
  ];
  const area: Area = { type: 'Polygon', coordinates: [square(1), square(0.1)] };

  test('covers what lies within its outline and not in its holes', () => {
    expect(covers(area, { lat: 47.5, lng: 9 })).toBe(true);
    expect(covers(area, { lat: 47, lng: 9 })).toBe(false);
    expect(covers(area, { lat: 48.5, lng: 9 })).toBe(false);
  });

  test('counts in its hours, the greater priority first', () => {
    const zone = (id: string, priority: number, activeHours: Parameters<typeof within>[0]) => ({
      id,
      priority,
      area,
      activeHours: [...activeHours],
      timeZone: 'UTC',
    });
    const morning = [{ days: [3], from: '08:00', to: '12:00' }];
    const zones = [zone('a', 1, []), zone('b', 5, morning), zone('c', 1, [])];
    const ids = (at: string) => zonesAt(zones, { lat: 47.5, lng: 9 }, new Date(at)).map(({ id }) => id);
    expect(ids('2026-03-04T10:00:00Z')).toEqual(['b', 'a', 'c']);
    expect(ids('2026-03-04T12:00:00Z')).toEqual(['a', 'c']);
  });
});
