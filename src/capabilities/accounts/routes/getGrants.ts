import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { readGrants, requireUser } from '../actions/changeGrants.ts';
import { userGrants } from '../role-schema.ts';

export const getGrants = defineRoute({
  operation: 'accounts.getGrants',
  method: 'GET',
  path: '/v1/users/{id}/grants',
  summary: 'The roles of a user, how far these reach, and what they allow together',
  permission: 'grant:read',
  params: idParams,
  response: userGrants,
  async handler({ ctx, sql, params, actor, scope }) {
    const shown = await readGrants(sql, await requireUser(sql, params.id, { actor, scope }), ctx);
    return new Answer(shown, { etag: versionTag(shown.version) });
  },
});
