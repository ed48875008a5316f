import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { refreshSession as refresh } from '../actions/refreshSession.ts';
import { accountsErrors } from '../errors.ts';
import { session } from '../schema.ts';
import { answerLogin, deviceOf, forgetRefreshCookie, refreshTokenOf } from '../session-answer.ts';

export const refreshSession = defineRoute({
  operation: 'accounts.refreshSession',
  method: 'POST',
  path: '/v1/sessions/refresh',
  summary: 'Get the next access token: public, the refresh token is the proof',
  description:
    'Browsers send the cookie, apps the token in the body. Each refresh token works once; for a few seconds it gives the same successor again, so that parallel tabs stay logged in. A use after that ends the session.',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  transaction: false,
  secretAnswer: true,
  audited: false,
  body: z.strictObject({ refreshToken: z.string().max(200).optional() }),
  response: session,
  problems: ['session_over'],
  async handler({ ctx, body, request, reply }) {
    const given = refreshTokenOf(request, body.refreshToken);
    if (!given) throw accountsErrors.session_over('There is no refresh token in the request; log in.');
    try {
      const started = await refresh(ctx, { ...given, device: deviceOf(request) });
      return answerLogin({ request, reply }, started, ctx) as never;
    } catch (error) {
      if (given.transport === 'cookie' && (error as { code?: string }).code === 'session_over')
        forgetRefreshCookie({ request, reply });
      throw error;
    }
  },
});
