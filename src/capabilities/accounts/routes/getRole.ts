import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findRole } from '../queries/roles.ts';
import { role } from '../role-schema.ts';
import { showRole } from '../rules/role-show.ts';

export const getRole = defineRoute({
  operation: 'accounts.getRole',
  method: 'GET',
  path: '/v1/roles/{id}',
  summary: 'One role',
  permission: 'role:read',
  params: idParams,
  response: role,
  async handler({ ctx, sql, params }) {
    const row = await findRole(sql, params.id);
    if (!row) throw platformErrors.not_found(`There is no role ${params.id}.`);
    return new Answer(showRole(row, ctx.permissions), { etag: versionTag(row.version) });
  },
});
