import { expect, test } from 'vitest';
import { nextTurn, type Way } from './next-turn.ts';

const step = (geometryIndex: number, kind: 'depart' | 'turn' | 'arrive', street = '') => ({
  leg: 0,
  kind,
  street,
  ref: '',
  bearingDegrees: 0,
  distanceMeters: 0,
  durationSeconds: 0,
  geometryIndex,
});

/** A kilometer to the north, then one to the east. */
const way: Way = {
  geometry: [
    [9, 47],
    [9, 47.009],
    [9.0132, 47.009],
  ],
  steps: [step(0, 'depart', 'South Road'), step(1, 'turn', 'East Road'), step(2, 'arrive')],
  distanceMeters: 2000,
  durationSeconds: 200,
};

test('the next turn, and how far it is', () => {
  const start = nextTurn(way, { lat: 47, lng: 9 });
  expect(start?.step.street).toBe('East Road');
  expect(start?.meters).toBeGreaterThan(990);
  const later = nextTurn(way, { lat: 47.0045, lng: 9 });
  expect(later?.meters).toBeGreaterThan(490);
  expect(later?.meters).toBeLessThan(510);
  const after = nextTurn(way, { lat: 47.009, lng: 9.0066 });
  expect([after?.step.kind, after?.offMeters]).toEqual(['arrive', 0]);
});

test('off the way it says how far', () => {
  expect(nextTurn(way, { lat: 47.0045, lng: 9.0026 })?.offMeters).toBeGreaterThan(190);
});

test('no way, no turn', () => {
  expect(nextTurn({ ...way, geometry: [], steps: [] }, { lat: 47, lng: 9 })).toBeUndefined();
});
