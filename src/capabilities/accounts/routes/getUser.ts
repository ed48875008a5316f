import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findUser } from '../queries/users.ts';
import { showUser } from '../rules/show.ts';
import { user } from '../schema.ts';

export const getUser = defineRoute({
  operation: 'accounts.getUser',
  method: 'GET',
  path: '/v1/users/{id}',
  summary: 'One user',
  permission: 'user:read',
  params: idParams,
  response: user,
  problems: ['not_found'],
  async handler({ sql, params }) {
    const row = await findUser(sql, params.id);
    if (!row) throw platformErrors.not_found(`There is no user ${params.id}.`);
    return new Answer(showUser(row), { etag: versionTag(row.version) });
  },
});
