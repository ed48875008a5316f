import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { addMember as add } from '../actions/changeMembers.ts';
import { showMember } from '../rules/show.ts';
import { member, newMember } from '../schema.ts';

export const addMember = defineRoute({
  operation: 'parties.addMember',
  method: 'PUT',
  path: '/v1/parties/{id}/members/{personId}',
  summary: 'Let a person belong to a company',
  permission: 'party:write',
  params: z.strictObject({ id, personId: id }),
  body: newMember,
  response: member,
  problems: ['party_kind_wrong'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    if (scope !== 'all')
      throw platformErrors.forbidden('Choosing members is for those who may change all parties.');
    const { id: companyId, personId } = params;
    return showMember(
      await add(tx, { companyId, personId, title: body.title ?? null }, { actor, scope }, ctx),
    );
  },
});
