import { z } from 'zod';
import { Answer, defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { providerParams, returnTo } from '../oidc-schema.ts';
import { beginSignIn } from '../oidc-sign-in.ts';

export const startOidc = defineRoute({
  operation: 'accounts.startOidc',
  method: 'GET',
  path: '/v1/oidc/{provider}/start',
  summary: 'Begin to sign in with a provider: a page to go to; public because nobody is logged in yet',
  description: 'Sends the browser to the provider, with PKCE, a state tied to this browser, and a nonce.',
  permission: PUBLIC,
  // A page for a browser to go to: a redirect is all that it answers.
  undocumented: true,
  ownAuthorization: true,
  readsCookie: true,
  params: providerParams,
  query: z.strictObject({ returnTo: returnTo.optional() }),
  status: 303,
  problems: ['not_found', 'oidc_unreachable'],
  async handler({ ctx, params, query, request, reply }) {
    const beginning = { providerId: params.provider, returnTo: query.returnTo };
    const location = await beginSignIn(ctx, { request, reply }, beginning);
    return new Answer(undefined, { status: 303, location, headers: { 'cache-control': 'no-store' } });
  },
});
