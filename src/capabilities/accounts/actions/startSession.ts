import type { z } from 'zod';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { securityEvent } from '../../audit/api.ts';
import { accountsConfig } from '../config.ts';
import { accountsEvents } from '../events.ts';
import { loadGrants } from '../grants.ts';
import { insertRefreshToken, insertSession, type Transport } from '../queries/sessions.ts';
import type { User } from '../queries/users.ts';
import { hashToken, tokenOf } from '../rules/secret-token.ts';
import type { session as sessionSchema } from '../schema.ts';
import { openTokens } from '../tokens.ts';

export type SessionBody = z.output<typeof sessionSchema>;

/** What is known of where a request comes from. */
export interface Device {
  name: string | null;
  userAgent: string | null;
  address: string | null;
}

export interface NewSession {
  user: Pick<User, 'id' | 'name' | 'mail' | 'partyId'>;
  device: Device;
  transport: Transport;
  /** How the user proved to be it: `password`, `totp`, `passkey`, `mail`, `oidc` … */
  factors: readonly string[];
}

/** A session as its client will get it; `session-answer.ts` puts the refresh token where the transport says. */
export interface StartedSession {
  body: Omit<SessionBody, 'refreshToken'>;
  refreshToken: string;
  transport: Transport;
  sessionId: string;
}

export type SessionPorts = Pick<Context, 'db' | 'clock' | 'rng' | 'config' | 'permissions' | 'secrets'>;

/** Begins a session in the caller's transaction. Whether the user may log in was decided before. */
export async function startSession(
  tx: Transaction,
  ctx: SessionPorts,
  { user, device, transport, factors }: NewSession,
): Promise<StartedSession> {
  const { sessionIdleSeconds, sessionMaxSeconds } = ctx.config.get(accountsConfig);
  const now = ctx.clock.now();
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const id = newId(ctx);
  const refreshToken = tokenOf(ctx.rng.bytes(32));
  const { roles } = await loadGrants(tx, user.id, ctx.permissions);
  tx.withCommit(
    insertSession(tx, {
      id,
      version: 1,
      userId: user.id,
      transport,
      deviceName: device.name,
      userAgent: device.userAgent,
      address: device.address,
      factors: [...factors],
      seed: Buffer.from(ctx.rng.bytes(32)),
      createdAt: now,
      lastUsedAt: now,
      idleExpiresAt: after(sessionIdleSeconds),
      expiresAt: after(sessionMaxSeconds),
      endedAt: null,
      endReason: null,
    }),
  );
  tx.withCommit(insertRefreshToken(tx, hashToken(refreshToken), id, now));
  const event = {
    event: accountsEvents.loggedIn,
    subject: { entity: 'session', id },
    sequence: 1,
    actor: personOf(user.id, user.partyId),
    payload: { userId: user.id, factors: [...factors], transport },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'login',
      outcome: 'success',
      operation: 'accounts.login',
      actor: event.actor,
      subject: { entity: 'user', id: user.id },
      address: device.address,
      detail: { sessionId: id, factors, transport },
    }),
  );
  const access = await (await openTokens(ctx)).issueAccess({ userId: user.id, sessionId: id });
  const { name, mail, partyId } = user;
  return {
    body: {
      accessToken: access.token,
      expiresInSeconds: access.ttlSeconds,
      user: { id: user.id, name, mail, partyId, roles },
    },
    refreshToken,
    transport,
    sessionId: id,
  };
}

/** The user as the actor of what they do before there is a session. */
export function personOf(id: string, partyId: string) {
  return {
    kind: 'person',
    id,
    partyId,
    companyIds: [],
    regionIds: [],
    roles: [],
    grants: new Map(),
  } as const;
}
