import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { listSessions as list } from '../queries/sessions.ts';
import { showSession } from '../rules/show.ts';
import { listedSession } from '../schema.ts';

export const listSessions = defineRoute({
  operation: 'accounts.listSessions',
  method: 'GET',
  path: '/v1/sessions',
  summary: 'Where one is logged in, the last used first',
  permission: 'me:read',
  response: z.strictObject({ items: z.array(listedSession) }),
  async handler({ ctx, sql, actor }) {
    const rows = await list(sql, actor.id, ctx.clock.now());
    return { items: rows.map((row) => showSession(row, actor.sessionId)) };
  },
});
