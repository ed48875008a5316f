import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { namesOfProviders } from '../oidc-providers.ts';
import { oidcProviders } from '../oidc-schema.ts';

export const listOidcProviders = defineRoute({
  operation: 'accounts.listOidcProviders',
  method: 'GET',
  path: '/v1/oidc/providers',
  summary: 'Providers to sign in with: public, for the login page',
  permission: PUBLIC,
  ownAuthorization: true,
  response: oidcProviders,
  async handler({ ctx, sql }) {
    return { items: await namesOfProviders(ctx, sql) };
  },
});
