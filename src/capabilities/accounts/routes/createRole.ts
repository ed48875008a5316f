import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createRole as create } from '../actions/changeRoles.ts';
import { newRole, role } from '../role-schema.ts';
import { showRole } from '../rules/role-show.ts';

export const createRole = defineRoute({
  operation: 'accounts.createRole',
  method: 'POST',
  path: '/v1/roles',
  summary: 'Make a role of permissions that you hold yourself',
  permission: 'role:write',
  body: newRole,
  response: role,
  status: 201,
  problems: ['role_exists', 'beyond_own_rights'],
  async handler({ ctx, tx, body, actor }) {
    const row = await create(tx, body, actor, ctx);
    return new Answer(showRole(row, ctx.permissions), {
      location: `/v1/roles/${row.id}`,
      etag: versionTag(row.version),
    });
  },
});
