import type { Authenticator } from '../../platform/auth/actor.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import type { Tokens } from './tokens.ts';

export { endSessions, type EndReason } from './actions/endSessions.ts';
export { refreshActor } from './people.ts';
export { openTokens, type Tokens, type TokenSubject } from './tokens.ts';
export { accountsConfig } from './config.ts';
export { defaultRoles } from './rules/grants.ts';

/** Accepts `Authorization: Bearer <token>` and nothing else. */
export function tokenAuthenticator(tokens: Tokens): Authenticator {
  return {
    authenticate({ authorization }) {
      const match = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '');
      if (!match) throw platformErrors.not_authenticated('Send a token: Authorization: Bearer …');
      return tokens.verify(match[1]!);
    },
  };
}
