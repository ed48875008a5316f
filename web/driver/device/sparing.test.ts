import { expect, test } from 'vitest';
import { decide, type Fix, metersBetween } from './sparing.ts';

const at = (seconds: number, meters = 0, accuracyMeters: number | null = 5): Fix => ({
  timeMs: seconds * 1000,
  lat: 47 + meters / 111_195,
  lng: 9,
  accuracyMeters,
  speedMetersPerSecond: null,
  headingDegrees: null,
});

test('the first fix is kept, then often on the move and seldom at rest', () => {
  expect(decide(null, at(0), 80)).toBe(true);
  expect(decide(at(0), at(4, 100), 80)).toBe(false);
  expect(decide(at(0), at(5, 100), 80)).toBe(true);
  expect(decide(at(0), at(30, 3), 80)).toBe(false);
  expect(decide(at(0), at(60, 3), 80)).toBe(true);
});

test('within its own error nothing has moved', () => {
  expect(decide(at(0), at(20, 60, 200), 80)).toBe(false);
  expect(decide(at(0), at(20, 60, 10), 80)).toBe(true);
});

test('a low battery halves it, an unknown one does not', () => {
  expect(decide(at(0), at(5, 100), 15)).toBe(false);
  expect(decide(at(0), at(10, 100), 15)).toBe(true);
  expect(decide(at(0), at(5, 100), null)).toBe(true);
});

test('a clock that was set back does not silence the phone', () => {
  expect(decide(at(1000), at(10), 80)).toBe(true);
});

test('distances', () => {
  expect(metersBetween({ lat: 47, lng: 9 }, { lat: 47.01, lng: 9 })).toBeCloseTo(1112, 0);
  expect(metersBetween({ lat: 47, lng: 9 }, { lat: 47, lng: 9.01 })).toBeCloseTo(758, 0);
});
