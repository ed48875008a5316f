import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { entrance } from './entrance.ts';
import type { Role, Session, SessionSource } from './session.ts';

const key = 'caravan.demo.session';
const guest = new HttpClient({ baseUrl: location.origin, tries: 3, timeoutMillis: 10_000 });

export interface DemoPerson {
  role: Role;
  partyId?: string;
  name: string;
}

/** Becomes anyone, in demo mode only. */
export async function becomeDemo({ role, partyId, name }: DemoPerson): Promise<Session> {
  const made = await call(guest, 'accounts.createDemoToken', { body: { role, ...(partyId && { partyId }) } });
  const session = { partyId: made.partyId, name, roles: [role], accessToken: made.token };
  sessionStorage.setItem(key, JSON.stringify(session));
  return session;
}

/** Of this window alone, so that a dispatcher, a driver and a customer can stand side by side. */
export function demoSource(): SessionSource & { available(): Promise<boolean> } {
  const read = (): Session | null => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Session | null;
    } catch {
      return null;
    }
  };
  return {
    kind: 'demo',
    /** Without a network nothing is known; what this window was before still is. */
    async available() {
      if (read()) return true;
      return (await entrance()).demo;
    },
    resume: async () => read(),
    async renew({ roles, partyId, name }) {
      return becomeDemo({ role: roles[0] ?? 'dispatcher', ...(partyId && { partyId }), name });
    },
    async signOut() {
      sessionStorage.removeItem(key);
    },
  };
}
