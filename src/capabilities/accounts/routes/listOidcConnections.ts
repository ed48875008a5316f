import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { oidcConnection } from '../oidc-schema.ts';
import { showConnection } from '../oidc-show.ts';
import { listOidcConnections as list } from '../queries/oidc-connections.ts';

export const listOidcConnections = defineRoute({
  operation: 'accounts.listOidcConnections',
  method: 'GET',
  path: '/v1/oidc-connections',
  summary: 'Connections to sign-in providers; at most 100',
  permission: 'oidc-connection:read',
  response: z.strictObject({ items: z.array(oidcConnection) }).meta({ id: 'OidcConnections' }),
  async handler({ ctx, sql, request }) {
    return { items: (await list(sql)).map((row) => showConnection(row, ctx, request)) };
  },
});
