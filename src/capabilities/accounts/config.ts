import { defineConfig } from '../../platform/config/config.ts';
import { boolean, durationSeconds, integer, text, url } from '../../platform/config/settings.ts';

const day = 86_400;

export const accountsConfig = defineConfig('CARAVAN', {
  demo: boolean({
    default: false,
    meaning: 'Demo mode: a filled operator, and tokens for anyone who asks. Never on a real deployment',
  }),
  accessTokenTtlSeconds: durationSeconds({
    default: 900,
    min: 30,
    meaning: 'Life of an access token; its session may end before',
  }),
  refreshGraceSeconds: durationSeconds({
    default: 10,
    meaning: 'Time in which a used refresh token still gives its successor, for tabs that refresh at once',
  }),
  sessionIdleSeconds: durationSeconds({
    default: 30 * day,
    min: 60,
    meaning: 'A session that was not refreshed for so long is over',
  }),
  sessionMaxSeconds: durationSeconds({
    default: 180 * day,
    min: 60,
    meaning: 'A session is over after so long, however much it is used',
  }),
  tokenKeyTtlSeconds: durationSeconds({
    default: 30 * day,
    min: 3600,
    meaning: 'Age at which the key that signs access tokens is followed by a new one',
  }),
  linkTtlSeconds: durationSeconds({
    default: 3600,
    min: 60,
    meaning: 'Time in which the link of a mail can be used: sign-up, new password, new address',
  }),
  invitationTtlSeconds: durationSeconds({
    default: 7 * day,
    min: 60,
    meaning: 'Time in which an invitation can be accepted',
  }),
  passwordMinLength: integer({
    default: 12,
    min: 8,
    max: 64,
    meaning: 'Fewest characters of a password',
  }),
  passwordConcurrency: integer({
    default: 2,
    min: 1,
    max: 16,
    meaning: 'Passwords that are hashed at once in this process; each takes 19 MB and some 30 ms of a core',
  }),
  // One provider without any call of the API, for a deployment that is set up from files. Its id is `sso`.
  oidcIssuer: url({
    protocols: ['https', 'http'],
    meaning: 'Provider of OpenID Connect sign-in, such as https://login.example.org; more of them by the API',
  }),
  oidcClientId: text({ default: '', meaning: 'As what this deployment is known to CARAVAN_OIDC_ISSUER' }),
  oidcClientSecret: text({
    default: '',
    secret: true,
    meaning: 'Secret for CARAVAN_OIDC_ISSUER; empty for a public client',
  }),
  oidcName: text({ default: 'Single sign-on', meaning: 'What the button of CARAVAN_OIDC_ISSUER says' }),
  oidcSignUp: boolean({
    default: false,
    meaning: 'Whether who comes from CARAVAN_OIDC_ISSUER with a verified mail gets an account as a customer',
  }),
});
