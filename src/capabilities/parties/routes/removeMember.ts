import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { removeMember as remove } from '../actions/changeMembers.ts';

export const removeMember = defineRoute({
  operation: 'parties.removeMember',
  method: 'DELETE',
  path: '/v1/parties/{id}/members/{personId}',
  summary: 'Let a person leave a company',
  permission: 'party:write',
  params: z.strictObject({ id, personId: id }),
  problems: ['party_kind_wrong'],
  async handler({ ctx, tx, params, actor, scope }) {
    if (scope !== 'all')
      throw platformErrors.forbidden('Choosing members is for those who may change all parties.');
    await remove(tx, { companyId: params.id, personId: params.personId }, { actor, scope }, ctx);
  },
});
