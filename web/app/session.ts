import { part } from './part.ts';
import { demoSource } from './session-demo.ts';

export type Role = 'customer' | 'driver' | 'dispatcher' | 'carrier' | 'host' | 'support' | 'admin';

export interface Session {
  /** The party as which the person acts: of a driver it is the driver's id. */
  partyId: string | null;
  name: string;
  roles: readonly Role[];
  accessToken: string;
}

/** Where sessions come from: an invented person in demo mode, a login otherwise. */
export interface SessionSource {
  readonly kind: 'demo' | 'login';
  /** Who is signed in already on this device; null: nobody. */
  resume(): Promise<Session | null>;
  /** A fresh token for the same person; null: they are signed out. */
  renew(session: Session): Promise<Session | null>;
  signOut(session: Session): Promise<void>;
}

type Listener = () => void;

let source: SessionSource | undefined;
let current: Session | null = null;
let begun: Promise<void> | undefined;
let renewing: Promise<Session | null> | undefined;
const listeners = new Set<Listener>();

function set(next: Session | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Chooses the source once and takes up the session that it knows. */
async function begin(): Promise<void> {
  const demo = demoSource();
  source = (await demo.available()) ? demo : (await part(() => import('./session-login.ts'))).loginSource();
  set(await source.resume());
}

/** One renewal for all requests that were refused at the same time. */
function renew(): Promise<Session | null> {
  const old = current;
  if (!old || !source) return Promise.resolve(null);
  renewing ??= source
    .renew(old)
    .then((renewed) => {
      set(renewed);
      return renewed;
    })
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}

/** Who uses this window. */
export const session = {
  ready(): Promise<void> {
    begun ??= begin().catch((error: unknown) => {
      begun = undefined;
      throw error;
    });
    return begun;
  },
  get current(): Session | null {
    return current;
  },
  get kind(): SessionSource['kind'] | undefined {
    return source?.kind;
  },
  /** For HttpClient: the token of now, or a new one after the server refused it. */
  async token(refused: boolean): Promise<string> {
    await session.ready();
    if (refused) await renew();
    return current?.accessToken ?? '';
  },
  /** What a source's own screen calls when somebody has come in. */
  enter: (next: Session): void => set(next),
  async leave(): Promise<void> {
    // Who cannot be signed out for want of a network is still in.
    if (current) await source?.signOut(current);
    set(null);
  },
  has: (roles: readonly Role[]): boolean => current?.roles.some((role) => roles.includes(role)) ?? false,
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
