import * as oidc from 'openid-client';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/errors/problem.ts';
import { factorErrors } from './factor-errors.ts';
import type { OidcProvider } from './oidc-providers.ts';
import type { ProviderClaims } from './rules/oidc-decision.ts';
import { isLoopback } from './rules/oidc-paths.ts';
import { mailAddress, personName } from './schema.ts';

const timeoutSeconds = 10;
const maxAgeMs = 600_000;

type Needs = Pick<Context, 'db' | 'net' | 'clock'>;

interface Discovered {
  key: string;
  atMs: number;
  configuration: Promise<oidc.Configuration>;
}

const discovered = new WeakMap<Context['db'], Map<string, Discovered>>();

/** What the provider says of itself, remembered for some minutes. @throws oidc_unreachable */
async function configurationOf(ctx: Needs, provider: OidcProvider): Promise<oidc.Configuration> {
  const known = discovered.get(ctx.db) ?? new Map<string, Discovered>();
  discovered.set(ctx.db, known);
  const key = JSON.stringify([provider.issuer, provider.clientId, provider.clientSecret]);
  const before = known.get(provider.id);
  if (before?.key === key && ctx.clock.nowMs() - before.atMs < maxAgeMs) return before.configuration;
  const configuration = discover(ctx, provider);
  known.set(provider.id, { key, atMs: ctx.clock.nowMs(), configuration });
  configuration.catch(() => known.delete(provider.id));
  return configuration;
}

async function discover(ctx: Needs, provider: OidcProvider): Promise<oidc.Configuration> {
  const issuer = new URL(provider.issuer);
  const configuration = await oidc
    .discovery(issuer, provider.clientId, undefined, clientAuthentication(provider.clientSecret), {
      timeout: timeoutSeconds,
      [oidc.customFetch]: (url, init) => ctx.net.fetch(url, init as RequestInit),
      execute: isLoopback(issuer) ? [oidc.allowInsecureRequests] : [],
    })
    .catch((cause: unknown) => {
      throw factorErrors.oidc_unreachable(`${provider.name} does not answer as a provider should.`, {
        cause,
      });
    });
  // TLS alone would do for tokens that come straight from the provider; the signature is checked all the same.
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Basic, which every provider knows, unless it says that it takes the secret in the body only. */
function clientAuthentication(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authenticate = methods.includes('client_secret_basic') ? basic : post;
    return authenticate(server, client, body, headers);
  };
}

export interface SignInSecrets {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Where to send the browser. @throws oidc_unreachable */
export async function authorizationUrl(
  ctx: Needs,
  provider: OidcProvider,
  redirectUri: string,
  { state, nonce, codeVerifier }: SignInSecrets,
): Promise<string> {
  const configuration = await configurationOf(ctx, provider);
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: provider.scopes.join(' '),
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  }).href;
}

/**
 * Redeems the code and checks all that the answer says: who sent it, for whom, for which sign-in, until when.
 * @param answered the whole address to which the provider sent the browser back
 * @throws oidc_refused, oidc_unreachable
 */
export async function redeemAnswer(
  ctx: Needs,
  provider: OidcProvider,
  answered: URL,
  { state, nonce, codeVerifier }: SignInSecrets,
): Promise<ProviderClaims> {
  const configuration = await configurationOf(ctx, provider);
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, answered, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('no claims');
    const asksMore = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint;
    const more = asksMore ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
    return claimsOf({ ...more, ...claims });
  } catch (error) {
    throw explained(error, provider);
  }
}

function claimsOf(claims: Record<string, unknown>): ProviderClaims {
  const name = personName.safeParse(claims.name);
  const mail = mailAddress.safeParse(claims.email);
  return {
    subject: String(claims.sub),
    mail: mail.success ? mail.data : null,
    // Some providers send the word instead of the value.
    mailVerified: claims.email_verified === true || claims.email_verified === 'true',
    name: name.success ? name.data : null,
  };
}

function explained(error: unknown, { name }: OidcProvider): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof oidc.AuthorizationResponseError)
    return factorErrors.oidc_refused(`${name} did not let you in.`, { cause: error });
  const { code } = error as { code?: string };
  if (code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && code === undefined))
    return factorErrors.oidc_unreachable(`${name} does not answer. Try again.`, { cause: error });
  return factorErrors.oidc_refused(`What ${name} answered does not fit this sign-in. Start again.`, {
    cause: error,
  });
}
