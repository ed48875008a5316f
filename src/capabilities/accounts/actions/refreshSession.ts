import { accountsConfig } from '../config.ts';
import { accountsErrors } from '../errors.ts';
import { loadGrants } from '../grants.ts';
import {
  insertRefreshToken,
  lockRefreshToken,
  markRotated,
  noteUse,
  type Transport,
} from '../queries/sessions.ts';
import { findUser } from '../queries/users.ts';
import { hashToken, looksLikeToken, successorOf } from '../rules/secret-token.ts';
import { openTokens } from '../tokens.ts';
import { endSessions } from './endSessions.ts';
import { personOf, type Device, type SessionPorts, type StartedSession } from './startSession.ts';

const over = () => accountsErrors.session_over('The refresh token is used, too old, or was never given out.');

/**
 * Gives the next refresh token and an access token. A token that was used before gives the same successor for a moment,
 * so that parallel tabs stay in; after that somebody else must have a copy, and the whole session ends.
 * @param transport how the token came; one that was given to a browser's cookie is not taken from a body
 * @throws session_over
 */
export async function refreshSession(
  ctx: SessionPorts,
  { token, device, transport }: { token: string; device: Device; transport: Transport },
): Promise<StartedSession> {
  if (!looksLikeToken(token)) throw over();
  const { refreshGraceSeconds, sessionIdleSeconds } = ctx.config.get(accountsConfig);
  const hash = hashToken(token);
  const started = await ctx.db.transaction(async (tx) => {
    const found = await lockRefreshToken(tx, hash);
    if (!found) return undefined;
    const { session, rotatedAt } = found;
    const now = ctx.clock.now();
    const dead = session.endedAt !== null || session.expiresAt <= now || session.idleExpiresAt <= now;
    if (dead || session.transport !== transport) return undefined;
    const user = await findUser(tx, session.userId);
    if (!user || user.deactivatedAt) return undefined;
    const usedMs = rotatedAt === null ? 0 : now.getTime() - rotatedAt.getTime();
    if (rotatedAt !== null && usedMs > refreshGraceSeconds * 1000) {
      const which = { userId: user.id, only: session.id };
      const actor = personOf(user.id, user.partyId);
      await endSessions(tx, ctx, which, { reason: 'refreshReused', actor, address: device.address });
      return undefined;
    }
    const refreshToken = successorOf(session.seed, token);
    if (rotatedAt === null) {
      tx.withCommit(markRotated(tx, hash, now));
      tx.withCommit(insertRefreshToken(tx, hashToken(refreshToken), session.id, now));
      tx.withCommit(
        noteUse(tx, session.id, {
          lastUsedAt: now,
          idleExpiresAt: new Date(now.getTime() + sessionIdleSeconds * 1000),
          address: device.address,
          userAgent: device.userAgent,
        }),
      );
    }
    return { user, session, refreshToken, roles: (await loadGrants(tx, user.id, ctx.permissions)).roles };
  });
  if (!started) throw over();
  const { user, session, refreshToken, roles } = started;
  const access = await (await openTokens(ctx)).issueAccess({ userId: user.id, sessionId: session.id });
  const { id, name, mail, partyId } = user;
  return {
    body: {
      accessToken: access.token,
      expiresInSeconds: access.ttlSeconds,
      user: { id, name, mail, partyId, roles },
    },
    refreshToken,
    transport: session.transport,
    sessionId: session.id,
  };
}
