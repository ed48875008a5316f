import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createKey } from '../actions/changeKeys.ts';
import { keyWithSecret, newKey } from '../role-schema.ts';
import { showKey } from '../rules/api-key-show.ts';

export const createApiKey = defineRoute({
  operation: 'accounts.createApiKey',
  method: 'POST',
  path: '/v1/api-keys',
  summary: 'Make a key for a program; its secret is in this answer and nowhere else',
  description:
    'It may do what `permissions` say and never more than its maker may do at the moment. Only a hash of the secret is kept; with an Idempotency-Key the answer too, sealed, for a day.',
  permission: 'key:write',
  body: newKey,
  response: keyWithSecret,
  status: 201,
  problems: ['beyond_own_rights'],
  secretAnswer: true,
  async handler({ ctx, tx, body, actor, scope }) {
    const { key, secret } = await createKey(tx, body, { actor, scope }, ctx);
    return new Answer(
      { ...showKey(key, ctx.clock.now()), secret },
      { location: `/v1/api-keys/${key.id}`, etag: versionTag(key.version) },
    );
  },
});
