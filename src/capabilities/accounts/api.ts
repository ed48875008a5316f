import type { Authenticator } from '../../platform/auth/actor.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { isApiKey, type ApiKeys } from './api-keys.ts';
import type { Tokens } from './tokens.ts';

export { endSessions, type EndReason } from './actions/endSessions.ts';
export { apiKeysOf, type ApiKeys } from './api-keys.ts';
export { makeSetupLink } from './setup-link.ts';
export { refreshActor } from './people.ts';
export { explainAccess } from './routes/explainAccess.ts';
export { openTokens, type Tokens, type TokenSubject } from './tokens.ts';
export { accountsConfig } from './config.ts';
export { defaultRoles } from './rules/grants.ts';

/** Accepts `Authorization: Bearer …` with an access token or an API key, and nothing else. */
export function tokenAuthenticator(tokens: Tokens, keys: Pick<ApiKeys, 'actorOf'>): Authenticator {
  return {
    authenticate({ authorization, remoteAddress }) {
      const match = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '');
      if (!match) throw platformErrors.not_authenticated('Send a token: Authorization: Bearer …');
      const credential = match[1]!;
      return isApiKey(credential) ? keys.actorOf(credential, remoteAddress) : tokens.verify(credential);
    },
  };
}
