import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { factorErrors } from '../factor-errors.ts';
import { providerId, returnTo } from '../oidc-schema.ts';
import { beginSignIn } from '../oidc-sign-in.ts';

export const linkIdentity = defineRoute({
  operation: 'accounts.linkIdentity',
  method: 'POST',
  path: '/v1/me/identities',
  summary: 'Begin to link a provider with the own account',
  description: 'Go to the answered address in this browser; the link is made when it comes back.',
  permission: 'me:write',
  // The sign-in is a row of its own, and the provider is asked meanwhile.
  transaction: false,
  secretAnswer: true,
  readsCookie: true,
  body: z.strictObject({ provider: providerId, returnTo: returnTo.optional() }),
  response: z.strictObject({ authorizationUrl: z.string() }).meta({ id: 'IdentityLinkStart' }),
  problems: ['not_found', 'recent_login_needed', 'oidc_mail_unverified', 'oidc_unreachable'],
  async handler({ ctx, sql, actor, body, request, reply }) {
    const { user } = await requireRecentLogin(sql, ctx, actor);
    if (user.mailVerifiedAt === null)
      throw factorErrors.oidc_mail_unverified('Confirm the mail address of your account first.');
    const link = { userId: user.id, sessionId: actor.sessionId! };
    const beginning = { providerId: body.provider, returnTo: body.returnTo, link };
    return { authorizationUrl: await beginSignIn(ctx, { request, reply }, beginning) };
  },
});
