import { z } from 'zod';
import { id, queryBoolean } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listKeys } from '../queries/api-keys.ts';
import { apiKey } from '../role-schema.ts';
import { showKey } from '../rules/api-key-show.ts';

export const listApiKeys = defineRoute({
  operation: 'accounts.listApiKeys',
  method: 'GET',
  path: '/v1/api-keys',
  summary: 'Keys for programs, newest first',
  permission: 'key:read',
  query: z.strictObject({
    ...pageQuery,
    userId: id.optional(),
    revoked: queryBoolean.optional().meta({ description: 'Default: both' }),
  }),
  response: page(apiKey),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, ...filter } = query;
    const [beforeId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await listKeys(sql, { ...filter, beforeId, limit: limit + 1 }, { actor, scope });
    const now = ctx.clock.now();
    return toPage(
      rows,
      limit,
      (row) => showKey(row, now),
      (row) => [row.id],
    );
  },
});
