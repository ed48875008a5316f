import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listRoles as list } from '../queries/roles.ts';
import { role } from '../role-schema.ts';
import { showRole } from '../rules/role-show.ts';

export const listRoles = defineRoute({
  operation: 'accounts.listRoles',
  method: 'GET',
  path: '/v1/roles',
  summary: 'Roles by name, with what they may do',
  permission: 'role:read',
  query: z.strictObject(pageQuery),
  response: page(role),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query: { limit = defaultPageSize, cursor } }) {
    const [afterName] = decodeCursor(cursor, z.tuple([z.string()])) ?? [];
    const rows = await list(sql, { afterName, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => showRole(row, ctx.permissions),
      ({ name }) => [name],
    );
  },
});
