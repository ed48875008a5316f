import { z } from 'zod';
import { instant } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listInvitations as list } from '../queries/invitations.ts';
import { showInvitation } from '../rules/show.ts';
import { invitation } from '../schema.ts';

export const listInvitations = defineRoute({
  operation: 'accounts.listInvitations',
  method: 'GET',
  path: '/v1/invitations',
  summary: 'Invitations, the newest first',
  permission: 'invitation:read',
  query: z.strictObject(pageQuery),
  response: page(invitation),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query }) {
    const { limit = defaultPageSize, cursor } = query;
    const after = decodeCursor(cursor, z.tuple([instant, z.uuid()]));
    const before = after && ([new Date(after[0]), after[1]] as const);
    const rows = await list(sql, { before, limit: limit + 1 });
    const now = ctx.clock.now();
    return toPage(
      rows,
      limit,
      (row) => showInvitation(row, now),
      (row) => [row.createdAt.toISOString(), row.id],
    );
  },
});
