import type { Role } from './session.ts';

export interface Area {
  path: string;
  roles: readonly Role[];
  words: 'area.dispatch' | 'area.driver' | 'area.admin' | 'area.setup';
}

/** The parts of the app that a role opens, in the order of the menu. */
export const areas: readonly Area[] = [
  { path: '/dispatch', roles: ['dispatcher', 'admin', 'support'], words: 'area.dispatch' },
  { path: '/driver', roles: ['driver'], words: 'area.driver' },
  { path: '/admin', roles: ['admin'], words: 'area.admin' },
];
