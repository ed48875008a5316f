import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { endSessions } from '../actions/endSessions.ts';
import { personOf } from '../actions/startSession.ts';
import { lockRefreshToken } from '../queries/sessions.ts';
import { findUser } from '../queries/users.ts';
import { hashToken, looksLikeToken } from '../rules/secret-token.ts';
import { forgetRefreshCookie, refreshTokenOf } from '../session-answer.ts';

export const logout = defineRoute({
  operation: 'accounts.logout',
  method: 'POST',
  path: '/v1/sessions/logout',
  summary: 'Log out on this device: public, so that it works with an access token that has expired',
  description: 'Ends the session of the refresh token in the cookie or the body. Doing it twice is no error.',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  audited: false,
  body: z.strictObject({ refreshToken: z.string().max(200).optional() }),
  async handler({ ctx, tx, body, request, reply }) {
    const given = refreshTokenOf(request, body.refreshToken);
    forgetRefreshCookie({ request, reply });
    if (!given || !looksLikeToken(given.token)) return;
    const found = await lockRefreshToken(tx, hashToken(given.token));
    const user = found && (await findUser(tx, found.session.userId));
    if (!user) return;
    const actor = personOf(user.id, user.partyId);
    const which = { userId: user.id, only: found.session.id };
    await endSessions(tx, ctx, which, { reason: 'loggedOut', actor, address: request.ip });
  },
});
