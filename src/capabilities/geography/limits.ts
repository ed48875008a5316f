import type { RouteLimit } from '../../platform/limits/quota.ts';

/** A screen is some 40 tiles, and who moves the map about sees thirty screens a minute. */
export const tileLimit: RouteLimit = { name: 'tiles', windowSeconds: 60, guest: 1200, user: 2400 };

/** A search asks at every key that is pressed. */
export const searchLimit: RouteLimit = { name: 'search', windowSeconds: 60, guest: 60, user: 300 };

/** Computations that change nothing, though they need a body: a planner at work, not sixty a minute. */
export const routingLimit: RouteLimit = { name: 'routing', windowSeconds: 60, guest: 30, user: 300 };
