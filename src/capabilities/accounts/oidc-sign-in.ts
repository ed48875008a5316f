import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { readCookie, setCookie } from '../../platform/http/cookies.ts';
import { requireProvider } from './oidc-providers.ts';
import { relyingParty } from './passkeys.ts';
import { insertOidcFlow } from './queries/oidc-flows.ts';
import { safeReturnPath } from './rules/oidc-paths.ts';
import { hashToken, looksLikeToken, tokenOf } from './rules/secret-token.ts';

const FLOW_COOKIE = 'caravan_oidc';
const flowSeconds = 600;

/** Where a provider sends people back; one address for each, so that no answer of one is taken for another's. */
export const callbackUrl = (
  ctx: Pick<Context, 'config'>,
  request: FastifyRequest,
  providerId: string,
): string => `${relyingParty(ctx, request).origin}/v1/oidc/${providerId}/callback`;

export interface Beginning {
  providerId: string;
  returnTo: string | undefined;
  /** Who wants to link the provider; without it somebody logs in. */
  link?: { userId: string; sessionId: string };
}

/**
 * Begins a sign-in and ties it to this browser by a cookie.
 * @returns where to send the browser
 * @throws not_found, oidc_unreachable
 */
export async function beginSignIn(
  ctx: Context,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { providerId, returnTo, link }: Beginning,
): Promise<string> {
  const { sql } = ctx.db;
  const provider = await requireProvider(ctx, sql, providerId);
  const [state, nonce, codeVerifier] = [32, 32, 48].map((bytes) => tokenOf(ctx.rng.bytes(bytes)));
  const secrets = { state: state!, nonce: nonce!, codeVerifier: codeVerifier! };
  const { authorizationUrl } = await import('./oidc-client.ts');
  const url = await authorizationUrl(ctx, provider, callbackUrl(ctx, request, providerId), secrets);
  // One cookie for all sign-ins of a browser, so that two tabs can each finish theirs.
  const before = readCookie(request, FLOW_COOKIE);
  const browser = before !== undefined && looksLikeToken(before) ? before : tokenOf(ctx.rng.bytes(32));
  setCookie(request, reply, FLOW_COOKIE, browser, { maxAgeSeconds: flowSeconds });
  const createdAt = ctx.clock.now();
  await insertOidcFlow(sql, {
    hash: hashToken(secrets.state),
    providerId,
    issuer: provider.issuer,
    purpose: link ? 'link' : 'login',
    userId: link?.userId ?? null,
    sessionId: link?.sessionId ?? null,
    browserHash: hashToken(browser),
    nonce: secrets.nonce,
    codeVerifier: secrets.codeVerifier,
    returnTo: safeReturnPath(returnTo),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + flowSeconds * 1000),
  });
  return url;
}

/** What ties a sign-in to this browser. */
export const browserOf = (request: FastifyRequest): string | undefined => readCookie(request, FLOW_COOKIE);
