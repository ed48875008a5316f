import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { rotateKey } from '../actions/changeKeys.ts';
import { keyWithSecret } from '../role-schema.ts';
import { showKey } from '../rules/api-key-show.ts';

const daySeconds = 86_400;

export const rotateApiKey = defineRoute({
  operation: 'accounts.rotateApiKey',
  method: 'POST',
  path: '/v1/api-keys/{id}/rotate',
  summary: 'Give a key another secret; the one before goes on for a while',
  permission: 'key:write',
  params: idParams,
  body: z.strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * daySeconds)
      .default(daySeconds)
      .meta({ description: 'How long the secret before still lets in; 0 ends it now' }),
  }),
  response: keyWithSecret,
  problems: ['precondition_failed', 'key_not_active', 'beyond_own_rights'],
  secretAnswer: true,
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const { overlapSeconds } = body;
    const { key, secret } = await rotateKey(
      tx,
      { id: params.id, overlapSeconds, ifVersion },
      { actor, scope },
      ctx,
    );
    return new Answer({ ...showKey(key, ctx.clock.now()), secret }, { etag: versionTag(key.version) });
  },
});
