import { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { showEntry } from '../rules/show.ts';
import { streamQuery } from '../rules/stream-query.ts';
import { shownSecurityEvent } from '../schema.ts';
import { streamPage } from '../stream-page.ts';

export const listSecurityEvents = defineRoute({
  operation: 'audit.listSecurityEvents',
  method: 'GET',
  path: '/v1/security-events',
  summary: 'Logins, factors, rights, keys, limits and denials as one stream, oldest first, from a cursor on',
  description: 'Follow it by sending the last cursor again: nothing is left out and nothing comes twice.',
  permission: 'security:read',
  query: z.strictObject(streamQuery),
  response: z.strictObject({ items: z.array(shownSecurityEvent), cursor: z.string() }),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor }) {
    const { rows, cursor } = await streamPage(sql, query);
    const detailed = scopeOf(actor, 'audit:detail') !== undefined;
    const items = rows.map(
      (row) => ({ cursor: row.cursor, ...showEntry(row, detailed) }) as z.input<typeof shownSecurityEvent>,
    );
    return { items, cursor };
  },
});
