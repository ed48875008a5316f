import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeUser as change } from '../actions/changeUser.ts';
import { setDeactivated } from '../actions/setDeactivated.ts';
import { findUser } from '../queries/users.ts';
import { showUser } from '../rules/show.ts';
import { language, personName, user } from '../schema.ts';

export const changeUser = defineRoute({
  operation: 'accounts.changeUser',
  method: 'PATCH',
  path: '/v1/users/{id}',
  summary: 'Change a user; deactivating one ends their sessions',
  permission: 'user:write',
  params: idParams,
  body: z.strictObject({
    name: personName.optional(),
    language: language.optional(),
    deactivated: z.boolean().optional(),
  }),
  response: user,
  problems: ['not_found', 'precondition_failed', 'conflict', 'last_admin', 'party_archived'],
  async handler({ ctx, tx, params: { id }, body, actor, ifVersion, request }) {
    const { deactivated, ...patch } = body;
    await change(tx, ctx, { id, patch, ifVersion }, actor);
    if (deactivated !== undefined)
      await setDeactivated(tx, ctx, { id, deactivated, address: request.ip }, actor);
    const row = await findUser(tx, id);
    if (!row) throw platformErrors.not_found(`There is no user ${id}.`);
    return new Answer(showUser(row), { etag: versionTag(row.version) });
  },
});
