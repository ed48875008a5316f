import { z } from 'zod';
import { queryBoolean } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listNotices as list } from '../queries/notices.ts';
import { notice } from '../schema.ts';

const cursorKey = z.tuple([z.uuid()]);

export const listNotices = defineRoute({
  operation: 'notifications.listNotices',
  method: 'GET',
  path: '/v1/notices',
  summary: 'What the asking person should know of, newest first; not what they did themselves',
  permission: 'notice:read',
  query: z.strictObject({
    ...pageQuery,
    unread: queryBoolean.optional().meta({ description: 'True: only what is not read yet' }),
  }),
  response: page(notice),
  problems: ['invalid_cursor'],
  async handler({ sql, query: { limit = defaultPageSize, cursor, unread = false }, actor, scope }) {
    const [beforeId] = decodeCursor(cursor, cursorKey) ?? [];
    const rows = await list(sql, { actor, scope }, { beforeId, unread, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      ({ entity, entityId, givenAt, id, kind, title, detail, read }) => ({
        id,
        kind,
        subject: { entity, id: entityId },
        title,
        detail,
        givenAt: givenAt.toISOString(),
        read,
      }),
      ({ id }) => [id],
    );
  },
});
