import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createConnection } from '../actions/changeConnections.ts';
import { newOidcConnection, oidcConnection } from '../oidc-schema.ts';
import { showConnection } from '../oidc-show.ts';

export const createOidcConnection = defineRoute({
  operation: 'accounts.createOidcConnection',
  method: 'POST',
  path: '/v1/oidc-connections',
  summary: 'Let people sign in through one more provider',
  permission: 'oidc-connection:write',
  body: newOidcConnection,
  response: oidcConnection,
  status: 201,
  problems: ['oidc_connection_exists'],
  async handler({ ctx, tx, actor, body, request }) {
    const row = await createConnection(tx, ctx, body, actor);
    return new Answer(showConnection(row, ctx, request), { etag: versionTag(row.version) });
  },
});
