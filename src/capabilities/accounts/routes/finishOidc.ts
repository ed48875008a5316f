import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../platform/context.ts';
import { Problem } from '../../../platform/errors/problem.ts';
import { Answer, defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { securityEvent } from '../../audit/api.ts';
import { linkProvider, loginWithProvider } from '../actions/finishSignIn.ts';
import { factorErrors } from '../factor-errors.ts';
import { requireProvider } from '../oidc-providers.ts';
import { providerParams } from '../oidc-schema.ts';
import { browserOf, callbackUrl } from '../oidc-sign-in.ts';
import { takeOidcFlow } from '../queries/oidc-flows.ts';
import { originOf } from '../request-origin.ts';
import { withQuery } from '../rules/oidc-paths.ts';
import { hashToken } from '../rules/secret-token.ts';
import { answerSession } from '../session-answer.ts';

const text = z.string().max(8000).optional();

export const finishOidc = defineRoute({
  operation: 'accounts.finishOidc',
  method: 'GET',
  path: '/v1/oidc/{provider}/callback',
  summary: 'Where a provider sends people back; public because nobody is logged in yet',
  description:
    'Sets the cookie of a session and goes on to the page that the sign-in was begun for; with `/login#challenge=` when a second factor is asked for. A browser that is refused goes to /login?problem=, other programs get the problem.',
  permission: PUBLIC,
  // A page for a browser to go to: a redirect is all that it answers.
  undocumented: true,
  ownAuthorization: true,
  readsCookie: true,
  audited: false,
  params: providerParams,
  // Providers add parameters of their own.
  query: z.looseObject({ state: text, code: text, error: text, iss: text }),
  status: 303,
  problems: [
    'not_found',
    'oidc_state_wrong',
    'oidc_refused',
    'oidc_unreachable',
    'oidc_not_linked',
    'oidc_mail_unverified',
    'oidc_identity_taken',
  ],
  async handler({ ctx, params, query, request, reply }) {
    const goTo = (location: string) =>
      new Answer(undefined, { status: 303, location, headers: { 'cache-control': 'no-store' } });
    try {
      const { returnTo, outcome } = await finish(ctx, request, params.provider, query.state);
      if (!outcome) return goTo(returnTo);
      if ('state' in outcome) {
        const { challenge, factors } = outcome;
        // Behind a #, which no server and no log ever sees.
        return goTo(`/login#${new URLSearchParams({ challenge, factors: factors.join(',') })}`);
      }
      answerSession({ request, reply }, outcome, ctx);
      return goTo(returnTo);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status >= 500) throw problem;
      await securityEvent(ctx.db.sql, ctx, {
        kind: 'login',
        outcome: 'failure',
        operation: 'accounts.finishOidc',
        ...originOf(request),
        detail: { provider: params.provider, reason: problem.code },
      });
      if (!request.headers.accept?.includes('text/html')) throw problem;
      return goTo(withQuery('/login', { problem: problem.code }));
    }
  },
});

async function finish(ctx: Context, request: FastifyRequest, providerId: string, state: string | undefined) {
  const provider = await requireProvider(ctx, ctx.db.sql, providerId);
  const browser = browserOf(request);
  const flow =
    state === undefined || browser === undefined
      ? undefined
      : await takeOidcFlow(ctx.db.sql, {
          hash: hashToken(state),
          providerId,
          browserHash: hashToken(browser),
          now: ctx.clock.now(),
        });
  if (!flow || flow.issuer !== provider.issuer)
    throw factorErrors.oidc_state_wrong('Begin again in this browser.');
  const answered = new URL(callbackUrl(ctx, request, providerId));
  answered.search = new URL(request.url, answered).search;
  const { nonce, codeVerifier, returnTo, userId, sessionId } = flow;
  const { redeemAnswer } = await import('../oidc-client.ts');
  const claims = await redeemAnswer(ctx, provider, answered, { state: state!, nonce, codeVerifier });
  const signIn = { provider, claims, request };
  if (flow.purpose === 'login') {
    const outcome = await ctx.db.transaction((tx) => loginWithProvider(tx, ctx, signIn));
    return { returnTo, outcome };
  }
  await ctx.db.transaction((tx) =>
    linkProvider(tx, ctx, signIn, { userId: userId ?? '', sessionId: sessionId ?? '' }),
  );
  return { returnTo, outcome: undefined };
}
