import { z } from 'zod';
import { queryBoolean } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listUsers as list } from '../queries/users.ts';
import { showUser } from '../rules/show.ts';
import { user } from '../schema.ts';

export const listUsers = defineRoute({
  operation: 'accounts.listUsers',
  method: 'GET',
  path: '/v1/users',
  summary: 'Who can log in, oldest first',
  permission: 'user:read',
  query: z.strictObject({
    ...pageQuery,
    deactivated: queryBoolean.optional(),
    q: z.string().trim().min(1).max(80).optional().meta({ description: 'Part of the name or mail address' }),
  }),
  response: page(user),
  problems: ['invalid_cursor'],
  async handler({ sql, query }) {
    const { limit = defaultPageSize, cursor, deactivated, q } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { deactivated, q, afterId, limit: limit + 1 });
    return toPage(rows, limit, showUser, (row) => [row.id]);
  },
});
