import type { Actor, Scope } from '../../platform/auth/actor.ts';
import type { Grants } from '../../platform/auth/scopes.ts';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { rightsBusOf } from '../live/api.ts';
import { actorOfUser } from './grants.ts';
import { addKeyUses, findKeyBySecret, findOpenKey, type KeyUse, type OpenedKey } from './queries/api-keys.ts';
import { keyHash, keyPrefix } from './rules/api-key-text.ts';
import { cutTo } from './rules/grants.ts';

type Ports = Pick<Context, 'db' | 'clock' | 'permissions' | 'log'>;

/** Keys that let programs in, remembered in this process until one of them changes anywhere. */
export interface ApiKeys {
  /** Without waiting where the key is remembered. @throws not_authenticated */
  actorOf(secret: string, address: string): Actor | Promise<Actor>;
  /** The key as it is now, for an open socket; null when it lets nobody in any more. */
  refresh(keyId: string): Promise<Actor | null>;
  /** Writes down what was used since the last time. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Entry {
  actor: Actor;
  userId: string | null;
  /** When the key or its secret ends, or it is time to look again whatever was heard. */
  untilMs: number;
}

const maxEntries = 10_000;
const maxAgeMs = 60_000;
/** How exactly a key's last use is known. */
const flushEveryMs = 30_000;

const known = new WeakMap<Context['db'], ApiKeys>();

export const isApiKey = (credential: string): boolean => credential.startsWith(keyPrefix);

export function apiKeysOf(ctx: Ports): ApiKeys {
  let keys = known.get(ctx.db);
  if (!keys) {
    keys = rememberKeys(ctx);
    known.set(ctx.db, keys);
  }
  return keys;
}

function rememberKeys(ctx: Ports): ApiKeys {
  const entries = new Map<string, Entry>();
  const uses = new Map<string, KeyUse>();
  const bus = rightsBusOf(ctx);
  /** Grows with each notice: what was read before one is not kept after it. */
  let notices = 0;
  const unlisten = bus.listen(({ userId }) => {
    notices++;
    if (userId === null) return entries.clear();
    for (const [hash, entry] of entries)
      if (entry.actor.id === userId || entry.userId === userId) entries.delete(hash);
  });

  async function read(hash: Buffer, text: string): Promise<Entry> {
    const noticesBefore = notices;
    const found = await findKeyBySecret(ctx.db.sql, hash);
    const entry = found && (await entryOf(ctx, found));
    if (!entry) throw refused(found ? 'The key is revoked or has expired.' : 'The key is not known.');
    if (bus.listening && notices === noticesBefore) {
      if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string);
      entries.set(text, entry);
    }
    return entry;
  }

  function used({ actor }: Entry, address: string): Actor {
    const at = ctx.clock.now();
    const use = uses.get(actor.id);
    if (use) Object.assign(use, { uses: use.uses + 1, at, address });
    else uses.set(actor.id, { id: actor.id, uses: 1, at, address });
    return actor;
  }

  const keys: ApiKeys = {
    actorOf(secret, address) {
      const hash = keyHash(secret);
      if (!hash) throw refused('The key is not valid.');
      // By its hash, so that no heap dump holds the secret.
      const text = hash.toString('base64');
      const entry = bus.listening ? entries.get(text) : undefined;
      if (entry && entry.untilMs > ctx.clock.nowMs()) return used(entry, address);
      entries.delete(text);
      return read(hash, text).then((one) => used(one, address));
    },
    async refresh(keyId) {
      const found = await findOpenKey(ctx.db.sql, keyId);
      return (found && (await entryOf(ctx, found)))?.actor ?? null;
    },
    async flush() {
      const batch = [...uses.values()];
      uses.clear();
      if (batch.length > 0) await addKeyUses(ctx.db.sql, batch);
    },
    async stop() {
      clearInterval(timer);
      unlisten();
      await keys.flush().catch((err: unknown) => ctx.log.warn({ err }, 'The last uses of keys are lost'));
    },
  };
  const timer = setInterval(() => {
    keys.flush().catch((err: unknown) => ctx.log.warn({ err }, 'Uses of keys could not be written'));
  }, flushEveryMs);
  timer.unref();
  return keys;
}

/** Undefined when the key lets nobody in now. */
async function entryOf(ctx: Ports, key: OpenedKey): Promise<Entry | undefined> {
  const nowMs = ctx.clock.nowMs();
  const ends = [key.expiresAt, key.secretExpiresAt].flatMap((end) => (end ? [end.getTime()] : []));
  if (key.revokedAt || key.userDeactivatedAt || ends.some((end) => end <= nowMs)) return undefined;
  return {
    actor: await actorOfKey(ctx, key),
    userId: key.userId,
    untilMs: Math.min(nowMs + maxAgeMs, ...ends),
  };
}

/** What was given to the key, cut to what the user behind it holds now. */
async function actorOfKey(ctx: Ports, key: OpenedKey): Promise<Actor> {
  const { id, userId, partyId, companyIds, regionIds, tier } = key;
  const given = new Map(Object.entries(key.permissions));
  const actor: Actor = {
    kind: 'key',
    id,
    partyId,
    companyIds,
    regionIds,
    roles: [],
    grants: given,
    tier,
  };
  if (userId === null) return actor;
  const held = await actorOfUser(
    ctx.db.sql,
    { id: userId, partyId: key.userPartyId as string },
    ctx.permissions,
  );
  return {
    ...actor,
    companyIds: everywhere(given, held.grants, 'party') ? companyIds : common(companyIds, held.companyIds),
    regionIds: everywhere(given, held.grants, 'region') ? regionIds : common(regionIds, held.regionIds),
    grants: cutTo(given, held.grants),
  };
}

/** Whether all that the key may do in this scope is held without bounds, so that it may name companies of others. */
const everywhere = (given: Grants, held: Grants, scope: Scope): boolean =>
  [...given].every(([permission, reach]) => reach !== scope || held.get(permission) === 'all');

const common = (a: readonly string[], b: readonly string[]): string[] => a.filter((id) => b.includes(id));

const refused = (detail: string) =>
  platformErrors.not_authenticated(detail, {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
