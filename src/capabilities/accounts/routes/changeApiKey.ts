import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeKey } from '../actions/changeKeys.ts';
import { apiKey, keyPatch } from '../role-schema.ts';
import { showKey } from '../rules/api-key-show.ts';

export const changeApiKey = defineRoute({
  operation: 'accounts.changeApiKey',
  method: 'PATCH',
  path: '/v1/api-keys/{id}',
  summary: 'Change what a key may do, its name, its tier or when it ends',
  permission: 'key:write',
  params: idParams,
  body: keyPatch,
  response: apiKey,
  problems: ['precondition_failed', 'key_not_active', 'beyond_own_rights'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const key = await changeKey(tx, { id: params.id, patch: body, ifVersion }, { actor, scope }, ctx);
    return new Answer(showKey(key, ctx.clock.now()), { etag: versionTag(key.version) });
  },
});
