import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeRole as change } from '../actions/changeRoles.ts';
import { role, rolePatch } from '../role-schema.ts';
import { showRole } from '../rules/role-show.ts';

export const changeRole = defineRoute({
  operation: 'accounts.changeRole',
  method: 'PATCH',
  path: '/v1/roles/{id}',
  summary: 'Change a role for all who have it; `permissions` replaces all of them',
  description:
    'Default roles can be changed too, but for admin. What is given and what is taken must be held by who changes it. It holds within a second on all nodes.',
  permission: 'role:write',
  params: idParams,
  body: rolePatch,
  response: role,
  problems: ['precondition_failed', 'role_fixed', 'beyond_own_rights'],
  async handler({ ctx, tx, params, body, actor, ifVersion }) {
    const row = await change(tx, { id: params.id, patch: body, ifVersion }, actor, ctx);
    return new Answer(showRole(row, ctx.permissions), { etag: versionTag(row.version) });
  },
});
