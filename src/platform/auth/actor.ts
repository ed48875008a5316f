/** How far a permission reaches: the person's own records, those of their companies, of their regions, or all. */
export type Scope = 'own' | 'party' | 'region' | 'all';

/** Names one thing that may be done, such as `delivery:read`. */
export type Permission = string;

/** Who is asking. Resolved once per request by the authenticator. */
export interface Actor {
  kind: 'person' | 'key' | 'system' | 'guest';
  /** Stable id for the audit trail and idempotency keys: a user, key or the name of a system part. */
  id: string;
  /** The person behind it. */
  partyId: string | null;
  /** Companies that the person acts for. */
  companyIds: readonly string[];
  regionIds: readonly string[];
  roles: readonly string[];
  grants: ReadonlyMap<Permission, Scope>;
  /** Of a person who logged in: the session, which is looked up again and may have ended. */
  sessionId?: string;
  /** Of a key: which of the rate limits it has; default standard. */
  tier?: 'standard' | 'premium';
}

export const guest: Actor = {
  kind: 'guest',
  id: 'guest',
  partyId: null,
  companyIds: [],
  regionIds: [],
  roles: [],
  grants: new Map(),
};

/** The program itself: timers, jobs and subscribers act as it and may do everything. */
export function systemActor(name: string): Actor {
  return { ...guest, kind: 'system', id: `system:${name}` };
}

/** The scope in which the actor holds a permission, or undefined when not at all. */
export function scopeOf(actor: Actor, permission: Permission): Scope | undefined {
  return actor.kind === 'system' ? 'all' : actor.grants.get(permission);
}

/** Turns the Authorization header into an actor; provided by the accounts capability. */
export interface Authenticator {
  /** Throws the problem `not_authenticated` for anything but a valid token. */
  authenticate(credentials: {
    authorization: string | undefined;
    remoteAddress: string;
  }): Promise<Actor> | Actor;
}
