import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeConnection } from '../actions/changeConnections.ts';
import { oidcConnection, oidcConnectionPatch, providerId } from '../oidc-schema.ts';
import { showConnection } from '../oidc-show.ts';

export const changeOidcConnection = defineRoute({
  operation: 'accounts.changeOidcConnection',
  method: 'PATCH',
  path: '/v1/oidc-connections/{id}',
  summary: 'Change a connection, or switch it off or on',
  description: 'Links stay while it is off. Its issuer cannot be changed: it is part of every link.',
  permission: 'oidc-connection:write',
  params: z.strictObject({ id: providerId }),
  body: oidcConnectionPatch,
  response: oidcConnection,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, actor, params, body, ifVersion, request }) {
    const row = await changeConnection(tx, ctx, { id: params.id, patch: body, ifVersion }, actor);
    return new Answer(showConnection(row, ctx, request), { etag: versionTag(row.version) });
  },
});
