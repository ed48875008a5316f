import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { revokeKey } from '../actions/changeKeys.ts';

export const revokeApiKey = defineRoute({
  operation: 'accounts.revokeApiKey',
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  summary: 'Revoke a key: on all nodes at once, and its live sockets are closed; it stays in the list',
  permission: 'key:write',
  params: idParams,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, actor, scope, ifVersion }) {
    await revokeKey(tx, { id: params.id, ifVersion }, { actor, scope }, ctx);
  },
});
