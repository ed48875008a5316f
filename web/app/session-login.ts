import type { SessionSource } from './session.ts';

/** Sessions of people with an account. */
export function loginSource(): SessionSource {
  return {
    kind: 'login',
    resume: async () => null,
    renew: async () => null,
    signOut: async () => {},
  };
}
