import { expect, test } from 'vitest';
import { deliveryStates } from '../schema.ts';
import { recipientRights, rightsNow, wrongWindow } from './recipient.ts';

const now = new Date('2026-11-20T10:00:00Z');
const limits = { now, ratingTtlSeconds: 3600 };
const at = (state: (typeof deliveryStates)[number], deliveredAt: Date | null = null, rated = false) =>
  rightsNow(recipientRights, { state, deliveredAt, rated }, limits);

test('each state leaves what can still be done', () => {
  const table = Object.fromEntries(deliveryStates.map((state) => [state, at(state).join(' ')]));
  expect(table).toEqual({
    draft: 'note neighbour reschedule',
    ready: 'note neighbour reschedule',
    assigned: 'note neighbour reschedule',
    accepted: 'note neighbour reschedule',
    picked_up: 'note neighbour',
    in_transit: 'note neighbour',
    arrived: '',
    delivered: '',
    cancelled: '',
    failed: 'note neighbour reschedule',
    returning: '',
    returned: '',
  });
});

test('a rating: once, after the delivery, for a while', () => {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  expect(at('delivered', ago(3600))).toEqual(['rate']);
  expect(at('delivered', ago(3601))).toEqual([]);
  expect(at('delivered', ago(1), true)).toEqual([]);
  expect(rightsNow(['note'], { state: 'delivered', deliveredAt: ago(1), rated: false }, limits)).toEqual([]);
});

test('a window is in the future, not far, and neither a moment nor a week', () => {
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
  expect(wrongWindow(hours(1), hours(2), now)).toBeUndefined();
  expect(wrongWindow(hours(1), hours(1.9), now)).toMatch(/at least an hour/);
  expect(wrongWindow(hours(2), hours(27), now)).toMatch(/longer than a day/);
  expect(wrongWindow(hours(0.9), hours(3), now)).toMatch(/in an hour/);
  expect(wrongWindow(hours(24 * 14 + 1), hours(24 * 14 + 3), now)).toMatch(/two weeks/);
});
