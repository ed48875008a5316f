import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeGrants, readGrants, requireUser } from '../actions/changeGrants.ts';
import { newGrants, userGrants } from '../role-schema.ts';

export const putGrants = defineRoute({
  operation: 'accounts.putGrants',
  method: 'PUT',
  path: '/v1/users/{id}/grants',
  summary: 'Put these roles in place of those that a user has, and how far they reach',
  description:
    'Nobody gives or takes more than they hold. The last admin stays one. It holds within a second on all nodes, open sockets included.',
  permission: 'grant:write',
  params: idParams,
  body: newGrants,
  response: userGrants,
  problems: ['precondition_failed', 'beyond_own_rights', 'last_admin'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    await changeGrants(tx, { userId: params.id, wanted: body, ifVersion }, { actor, scope }, ctx);
    const shown = await readGrants(tx, await requireUser(tx, params.id, { actor, scope }), ctx);
    return new Answer(shown, { etag: versionTag(shown.version) });
  },
});
