import { call } from '../../client/src/api.ts';
import type { components } from '../../client/src/api-types.ts';
import { HttpClient } from '../../client/src/http.ts';
import { ApiError } from '../../client/src/problem.ts';
import { entrance } from './entrance.ts';
import type { Role, Session, SessionSource } from './session.ts';

const guest = new HttpClient({ baseUrl: location.origin, tries: 3, timeoutMillis: 10_000 });

/** Sessions of people with an account: the refresh token lies in a cookie that no script can read. */
export function loginSource(): SessionSource {
  const refresh = async (): Promise<Session | null> => {
    try {
      return sessionOf(await call(guest, 'accounts.refreshSession', { body: {} }));
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return null;
      throw error;
    }
  };
  return {
    kind: 'login',
    // Nobody is asked for a session that this browser does not have.
    resume: async () => ((await entrance()).session ? refresh() : null),
    renew: refresh,
    async signOut() {
      await call(guest, 'accounts.logout', { body: {} });
    },
  };
}

const sessionOf = ({ accessToken, user }: components['schemas']['Session']): Session => ({
  accessToken,
  partyId: user.partyId,
  name: user.name,
  roles: user.roles as Role[],
});
