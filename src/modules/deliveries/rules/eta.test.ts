import { expect, test } from 'vitest';
import { arrivalBetween } from './eta.ts';

const now = new Date('2026-11-20T10:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const minutesFrom = ({ from, to }: { from: Date; to: Date }) =>
  [from, to].map((date) => (date.getTime() - now.getTime()) / 60_000);

test('the farther and the more stops before, the wider; late is likelier than early', () => {
  expect(minutesFrom(arrivalBetween(inMinutes(10), { stopsAhead: 0, now }))).toEqual([7, 14.5]);
  expect(minutesFrom(arrivalBetween(inMinutes(30), { stopsAhead: 2, now }))).toEqual([19, 46.5]);
});

test('never in the past, and never an empty span', () => {
  expect(minutesFrom(arrivalBetween(inMinutes(-30), { stopsAhead: 0, now }))).toEqual([0, 1]);
  expect(minutesFrom(arrivalBetween(inMinutes(1), { stopsAhead: 4, now }))[0]).toBe(0);
});
