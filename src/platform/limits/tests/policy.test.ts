import { expect, test } from 'vitest';
import { loadConfig } from '../../config/config.ts';
import { guest } from '../../auth/actor.ts';
import { defineRoute, PUBLIC } from '../../http/route.ts';
import { limitsConfig } from '../limits-config.ts';
import { callerOf, limitPolicies } from '../policy.ts';
import type { RouteLimitChoice } from '../quota.ts';

const settings = loadConfig([limitsConfig], {}).get(limitsConfig);
const route = (limit?: RouteLimitChoice, method: 'GET' | 'POST' = 'GET') =>
  defineRoute({
    operation: 'widgets.look',
    method: method as 'POST',
    path: '/v1/look',
    summary: 'Look',
    permission: PUBLIC,
    ...(limit && { limit }),
    handler: async () => undefined,
  });

test('the defaults are 100, 1,000 and 5,000 in 15 minutes, and 60 writes a minute', () => {
  const [read, write] = [route(), route(undefined, 'POST')];
  const policies = limitPolicies(settings, [read, write]);
  expect(policies.of(read)).toMatchObject({
    guest: { header: '"guest";q=100;w=900' },
    user: { header: '"user";q=1000;w=900' },
    premium: { header: '"premium";q=5000;w=900' },
  });
  expect(policies.of(write)).toMatchObject({
    guest: { header: '"guest";q=100;w=900' },
    user: { header: '"user";q=1000;w=900, "writes";q=60;w=60' },
    premium: { header: '"premium";q=5000;w=900, "premium-writes";q=300;w=60' },
  });
});

test('a route may have limits of its own, or none', () => {
  const tiles = route({ name: 'tiles', windowSeconds: 60, guest: 10, user: 20 }, 'POST');
  const health = route('none');
  const policies = limitPolicies(settings, [tiles, health]);
  expect(policies.of(health)).toBeUndefined();
  expect(policies.of(tiles)).toMatchObject({
    guest: { header: '"tiles-guest";q=10;w=60' },
    user: { header: '"tiles";q=20;w=60' },
    premium: { header: '"tiles-premium";q=100;w=60' },
  });
});

test('one name for different limits stops the start', () => {
  const same = { name: 'tiles', windowSeconds: 60, guest: 10, user: 20 };
  expect(() => limitPolicies(settings, [route(same), route(same)])).not.toThrow();
  expect(() => limitPolicies(settings, [route(same), route({ ...same, user: 21 })])).toThrow('tiles');
});

test('a key of the premium tier is premium, everybody else with a login a user', () => {
  expect(callerOf(guest)).toBe('guest');
  expect(callerOf({ ...guest, kind: 'person' })).toBe('user');
  expect(callerOf({ ...guest, kind: 'key' })).toBe('user');
  expect(callerOf({ ...guest, kind: 'key', tier: 'premium' })).toBe('premium');
});
