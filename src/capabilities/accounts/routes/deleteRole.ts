import { z } from 'zod';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { deleteRole as remove } from '../actions/changeRoles.ts';
import { roleName } from '../role-schema.ts';

export const deleteRole = defineRoute({
  operation: 'accounts.deleteRole',
  method: 'DELETE',
  path: '/v1/roles/{id}',
  summary: 'Delete a role that nobody has, or give those who have it another',
  permission: 'role:write',
  params: idParams,
  query: z.strictObject({
    replaceWith: roleName
      .optional()
      .meta({ description: 'The role that those who have it get instead; without it they hinder' }),
  }),
  problems: ['precondition_failed', 'role_fixed', 'role_in_use', 'beyond_own_rights'],
  async handler({ ctx, tx, params, query, actor, ifVersion }) {
    await remove(tx, { id: params.id, replaceWith: query.replaceWith, ifVersion }, actor, ctx);
  },
});
