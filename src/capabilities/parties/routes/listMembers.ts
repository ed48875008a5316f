import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listMembersOf } from '../queries/members.ts';
import { findParty } from '../queries/parties.ts';
import { showMember } from '../rules/show.ts';
import { member } from '../schema.ts';

export const listMembers = defineRoute({
  operation: 'parties.listMembers',
  method: 'GET',
  path: '/v1/parties/{id}/members',
  summary: 'The people who belong to a company',
  permission: 'party:read',
  params: idParams,
  query: z.strictObject(pageQuery),
  response: page(member),
  problems: ['invalid_cursor'],
  async handler({ sql, params, query, actor, scope }) {
    const { limit = defaultPageSize, cursor } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    if (!(await findParty(sql, params.id, { actor, scope })))
      throw platformErrors.not_found(`There is no company ${params.id} that you may see.`);
    const rows = await listMembersOf(sql, params.id, { afterId, limit: limit + 1 });
    return toPage(rows, limit, showMember, (row) => [row.personId]);
  },
});
