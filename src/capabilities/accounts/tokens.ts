import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { accountsConfig } from './config.ts';
import { openKeyRing, type KeyRing } from './key-ring.ts';
import { peopleOf } from './people.ts';
import { grantsOf } from './rules/grants.ts';

const issuer = 'caravan';
const audience = 'caravan-api';
const algorithm = 'EdDSA';
const type = 'at+jwt';
const maxLength = 4096;
const maxRemembered = 20_000;

/** Whom a development token makes its bearer. */
export interface TokenSubject {
  userId: string;
  partyId: string | null;
  companyIds: readonly string[];
  regionIds: readonly string[];
  roles: readonly string[];
}

export interface Tokens {
  keys: KeyRing;
  /** An access token of a session: it says whose, and nothing of what they may do. */
  issueAccess(session: { userId: string; sessionId: string }): Promise<{ token: string; ttlSeconds: number }>;
  /** A development token: whoever can sign one has the keys of the database, and may be anyone. */
  issue(subject: TokenSubject, ttlSeconds: number): Promise<string>;
  /** The same, but good in demo mode only. */
  issueDemo(subject: TokenSubject, ttlSeconds: number): Promise<string>;
  /** @throws not_authenticated */
  verify(token: string): Actor | Promise<Actor>;
}

type Ports = Pick<Context, 'db' | 'rng' | 'clock' | 'config' | 'permissions' | 'secrets'>;

const asserted = z.strictObject({
  party: z.uuid().nullable(),
  companies: z.array(z.uuid()),
  regions: z.array(z.uuid()),
  roles: z.array(z.string()),
});
const registered = {
  iss: z.literal(issuer),
  aud: z.literal(audience),
  sub: z.uuid(),
  iat: z.int(),
  exp: z.int(),
};
/** The three forms there are; anything more or less is not ours. */
const claimsSchema = z.union([
  z.strictObject({ ...registered, sid: z.uuid() }),
  z.strictObject({ ...registered, dev: asserted }),
  z.strictObject({ ...registered, demo: asserted }),
]);
const headerSchema = z.strictObject({
  alg: z.literal(algorithm),
  kid: z.string().max(64),
  typ: z.literal(type),
});

interface Remembered {
  expiresAtMs: number;
  /** The actor that a development token asserts; otherwise the session is looked up each time. */
  actor?: Actor;
  userId: string;
  sessionId?: string;
}

const opened = new WeakMap<Context['db'], Promise<Tokens>>();

/** Signs and verifies tokens with the keys of the database, so that every process of a deployment agrees. */
export function openTokens(ctx: Ports): Promise<Tokens> {
  let tokens = opened.get(ctx.db);
  if (!tokens) {
    tokens = openKeyRing(ctx).then((keys) => tokensWith(ctx, keys));
    opened.set(ctx.db, tokens);
    tokens.catch(() => opened.delete(ctx.db));
  }
  return tokens;
}

function tokensWith(ctx: Ports, keys: KeyRing): Tokens {
  const { demo, accessTokenTtlSeconds } = ctx.config.get(accountsConfig);
  const people = peopleOf(ctx);
  const remembered = new Map<string, Remembered>();

  async function sign(claims: object, userId: string, ttlSeconds: number): Promise<string> {
    const key = await keys.signer(ttlSeconds);
    const nowSeconds = Math.floor(ctx.clock.nowMs() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, kid: key.id, typ: type })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + ttlSeconds)
      .sign(key.privateKey);
  }
  const claimsOf = ({ partyId, companyIds, regionIds, roles }: TokenSubject) => ({
    party: partyId,
    companies: companyIds,
    regions: regionIds,
    roles,
  });

  async function check(token: string): Promise<Remembered> {
    const claims = await verifiedClaims(token, keys, ctx.clock.now());
    const found: Remembered = { expiresAtMs: claims.exp * 1000, userId: claims.sub };
    if ('sid' in claims) found.sessionId = claims.sid;
    else if ('dev' in claims) found.actor = assertedActor(ctx, claims.sub, claims.dev);
    else if (demo) found.actor = assertedActor(ctx, claims.sub, claims.demo);
    else throw refused('Demo tokens are good in demo mode only.');
    if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value as string);
    remembered.set(token, found);
    return found;
  }

  function actorOf({ actor, sessionId, userId }: Remembered): Actor | Promise<Actor> {
    if (actor) return actor;
    const found = people.actorOf(sessionId as string);
    return found instanceof Promise ? found.then((one) => owner(one, userId)) : owner(found, userId);
  }

  return {
    keys,
    async issueAccess({ userId, sessionId }) {
      const ttlSeconds = accessTokenTtlSeconds;
      return { token: await sign({ sid: sessionId }, userId, ttlSeconds), ttlSeconds };
    },
    issue: (subject, ttlSeconds) => sign({ dev: claimsOf(subject) }, subject.userId, ttlSeconds),
    issueDemo: (subject, ttlSeconds) => sign({ demo: claimsOf(subject) }, subject.userId, ttlSeconds),
    verify(token) {
      const found = remembered.get(token);
      if (found && found.expiresAtMs > ctx.clock.nowMs()) return actorOf(found);
      remembered.delete(token);
      return check(token).then(actorOf);
    },
  };
}

async function verifiedClaims(token: string, keys: KeyRing, currentDate: Date) {
  if (token.length > maxLength) throw refused('The token is too long.');
  try {
    const { payload } = await jwtVerify(
      token,
      async (header) => {
        const { kid } = headerSchema.parse(header);
        const key = await keys.verifier(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      { algorithms: [algorithm], issuer, audience, typ: type, currentDate },
    );
    const claims = claimsSchema.parse(payload);
    if (claims.iat * 1000 > currentDate.getTime() + 60_000) throw new errors.JWTInvalid();
    return claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('The token has expired.');
    if (error instanceof errors.JOSEError || error instanceof z.ZodError || error instanceof TypeError)
      throw refused('The token is not valid.');
    throw error;
  }
}

function owner(actor: Actor | null, userId: string): Actor {
  if (actor === null || actor.id !== userId) throw refused('The session is over; log in again.');
  return actor;
}

const refused = (detail: string) =>
  platformErrors.not_authenticated(detail, {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });

function assertedActor(
  { permissions }: Pick<Context, 'permissions'>,
  userId: string,
  { party, companies, regions, roles }: z.output<typeof asserted>,
): Actor {
  return {
    kind: 'person',
    id: userId,
    partyId: party,
    companyIds: companies,
    regionIds: regions,
    roles,
    grants: grantsOf(roles, permissions),
  };
}
