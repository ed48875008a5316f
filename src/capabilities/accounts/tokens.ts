import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { Actor } from '../../platform/auth/actor.ts';
import type { PermissionCatalogue } from '../../platform/auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { insertFirstSigningKey, listSigningKeys, type SigningKey } from './queries/signing-keys.ts';
import { grantsOf } from './rules/grants.ts';

const issuer = 'caravan';
const audience = 'caravan-api';
const algorithm = 'HS256';

/** Who a token is for. */
export interface TokenSubject {
  userId: string;
  partyId: string | null;
  companyIds: readonly string[];
  regionIds: readonly string[];
  roles: readonly string[];
}

export interface Tokens {
  issue(subject: TokenSubject, ttlSeconds: number): Promise<string>;
  /** @throws not_authenticated */
  verify(token: string): Promise<Actor>;
}

/** Signs and verifies tokens with the keys of the database, so that every process of a deployment agrees. */
export async function openTokens(
  ctx: Pick<Context, 'db' | 'rng' | 'clock'>,
  catalogue: PermissionCatalogue,
): Promise<Tokens> {
  const fresh: SigningKey = { id: ctx.rng.bytes(8).toString('hex'), secret: ctx.rng.bytes(32) };
  let keys = await listSigningKeys(ctx.db.sql);
  if (keys.length === 0) {
    await insertFirstSigningKey(ctx.db.sql, fresh);
    keys = await listSigningKeys(ctx.db.sql);
  }
  const verified = new Map<string, { actor: Actor; expiresAtMs: number }>();

  return {
    async issue(subject, ttlSeconds) {
      const key = keys[0]!;
      const nowSeconds = Math.floor(ctx.clock.nowMs() / 1000);
      const { userId, partyId, companyIds, regionIds, roles } = subject;
      return new SignJWT({ party: partyId, companies: companyIds, regions: regionIds, roles })
        .setProtectedHeader({ alg: algorithm, kid: key.id, typ: 'at+jwt' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + ttlSeconds)
        .sign(key.secret);
    },
    async verify(token) {
      const known = verified.get(token);
      if (known && known.expiresAtMs > ctx.clock.nowMs()) return known.actor;
      const payload = await verifySignature(token, keys, ctx.clock.now());
      const actor = actorOf(payload, catalogue);
      if (verified.size >= 10_000) verified.delete(verified.keys().next().value!);
      verified.set(token, { actor, expiresAtMs: payload.exp! * 1000 });
      return actor;
    },
  };
}

async function verifySignature(
  token: string,
  keys: readonly SigningKey[],
  currentDate: Date,
): Promise<JWTPayload> {
  if (token.length > 4096) throw refused('The token is too long.');
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.find(({ id }) => id === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.secret;
      },
      {
        algorithms: [algorithm],
        issuer,
        audience,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp', 'roles'],
        currentDate,
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('The token has expired.');
    throw refused('The token is not valid.');
  }
}

const refused = (detail: string) =>
  platformErrors.not_authenticated(detail, {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });

function actorOf(payload: JWTPayload, catalogue: PermissionCatalogue): Actor {
  const roles = payload.roles as string[];
  return {
    kind: 'person',
    id: payload.sub!,
    partyId: (payload.party as string | null) ?? null,
    companyIds: (payload.companies as string[] | undefined) ?? [],
    regionIds: (payload.regions as string[] | undefined) ?? [],
    roles,
    grants: grantsOf(roles, catalogue),
  };
}
