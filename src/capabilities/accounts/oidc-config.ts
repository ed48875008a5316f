import { boolean, text, url } from '../../platform/config/settings.ts';

/** One provider without any call of the API, for a deployment that is set up from files. Its id is `sso`. */
export const oidcSettings = {
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
};
