import type { Actor, Permission, Scope } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { rightsBusOf } from '../live/api.ts';
import { apiKeysOf } from './api-keys.ts';
import { actorOfUser } from './grants.ts';
import { findLiveSession } from './queries/sessions.ts';

type Ports = Pick<Context, 'db' | 'clock' | 'permissions'>;

/** Who is behind sessions, remembered in this process until somebody's rights or sessions change anywhere. */
export interface People {
  /** The actor of a session as it is now; null when it is over. Without waiting where it is remembered. */
  actorOf(sessionId: string): Actor | null | Promise<Actor | null>;
}

interface Entry {
  actor: Actor;
  /** When the session ends, or it is time to look again whatever was heard. */
  untilMs: number;
}

const maxEntries = 50_000;
const maxAgeMs = 60_000;

const known = new WeakMap<Context['db'], People>();

export function peopleOf(ctx: Ports): People {
  let people = known.get(ctx.db);
  if (!people) {
    people = rememberPeople(ctx);
    known.set(ctx.db, people);
  }
  return people;
}

function rememberPeople(ctx: Ports): People {
  const entries = new Map<string, Entry>();
  const bus = rightsBusOf(ctx);
  /** Grows with each notice: what was read before one is not kept after it. */
  let notices = 0;
  bus.listen(({ userId }) => {
    notices++;
    if (userId === null) return entries.clear();
    for (const [sessionId, { actor }] of entries) if (actor.id === userId) entries.delete(sessionId);
  });

  async function read(sessionId: string): Promise<Actor | null> {
    const noticesBefore = notices;
    const found = await loadActor(ctx.db.sql, ctx, sessionId);
    if (!found) return null;
    if (bus.listening && notices === noticesBefore) {
      if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string);
      entries.set(sessionId, found);
    }
    return found.actor;
  }
  return {
    actorOf(sessionId) {
      const entry = bus.listening ? entries.get(sessionId) : undefined;
      return entry && entry.untilMs > ctx.clock.nowMs() ? entry.actor : read(sessionId);
    },
  };
}

/** What everyone who logged in may do with their own account, whatever their roles. */
const ownAccount: readonly [Permission, Scope][] = [
  ['me:read', 'own'],
  ['me:write', 'own'],
  ['factor:manage', 'own'],
];

/** All that is left to whose second factor is overdue: to look at their account, log out, and add one. */
const enrolling: readonly [Permission, Scope][] = [
  ['me:read', 'own'],
  ['factor:manage', 'own'],
];

/** Reads the actor of a session: who, and what they may do now. */
async function loadActor(sql: Queryable, ctx: Ports, sessionId: string): Promise<Entry | undefined> {
  const session = await findLiveSession(sql, sessionId, ctx.clock.now());
  if (!session) return undefined;
  const { userId: id, partyId, enrolOnly, expiresAt } = session;
  const actor = await actorOfUser(sql, { id, partyId }, ctx.permissions);
  const grants = new Map(enrolOnly ? enrolling : [...ownAccount, ...actor.grants]);
  return {
    actor: { ...actor, grants, sessionId },
    untilMs: Math.min(expiresAt.getTime(), ctx.clock.nowMs() + maxAgeMs),
  };
}

/**
 * The actor of an open socket as it is now: null when the session is over or the key revoked; who has neither stays as
 * they came.
 */
export async function refreshActor(ctx: Ports & Pick<Context, 'log'>, actor: Actor): Promise<Actor | null> {
  if (actor.kind === 'key') return apiKeysOf(ctx).refresh(actor.id);
  return actor.sessionId === undefined ? actor : peopleOf(ctx).actorOf(actor.sessionId);
}
