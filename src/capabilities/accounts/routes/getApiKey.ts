import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findKey } from '../queries/api-keys.ts';
import { apiKey } from '../role-schema.ts';
import { showKey } from '../rules/api-key-show.ts';

export const getApiKey = defineRoute({
  operation: 'accounts.getApiKey',
  method: 'GET',
  path: '/v1/api-keys/{id}',
  summary: 'One key: what it may do, when it was last used; never its secret',
  permission: 'key:read',
  params: idParams,
  response: apiKey,
  async handler({ ctx, sql, params, actor, scope }) {
    const key = await findKey(sql, params.id, { actor, scope });
    if (!key) throw platformErrors.not_found(`There is no key ${params.id} that you may see.`);
    return new Answer(showKey(key, ctx.clock.now()), { etag: versionTag(key.version) });
  },
});
