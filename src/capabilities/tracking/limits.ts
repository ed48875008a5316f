import type { RouteLimit } from '../../platform/limits/quota.ts';

/** A phone sends a batch every few seconds, a gateway one for a whole fleet: twenty batches a second are enough. */
export const positionLimit: RouteLimit = { name: 'positions', windowSeconds: 60, guest: 60, user: 1200 };

/** Phones without a login, counted by address: a mobile network hides many behind one. */
export const phoneLimit: RouteLimit = { name: 'phones', windowSeconds: 60, guest: 3000, user: 3000 };
