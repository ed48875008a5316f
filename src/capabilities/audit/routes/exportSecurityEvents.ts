import { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { cefLine } from '../rules/cef.ts';
import { showEntry } from '../rules/show.ts';
import { streamQuery } from '../rules/stream-query.ts';
import { streamPage } from '../stream-page.ts';

const types = { jsonl: 'application/x-ndjson; charset=utf-8', cef: 'text/plain; charset=utf-8' } as const;
/** Of the layout of our CEF lines. */
const layout = '1';

export const exportSecurityEvents = defineRoute({
  operation: 'audit.exportSecurityEvents',
  method: 'GET',
  path: '/v1/security-events/export',
  summary: 'The stream of security events for a SIEM: one JSON object or one line of CEF each',
  description: 'Go on with `after` from the header Caravan-Cursor of the answer before.',
  permission: 'security:read',
  audited: true,
  produces: 'text/plain',
  query: z.strictObject({
    ...streamQuery,
    format: z.enum(['jsonl', 'cef']).optional().meta({ description: 'Default jsonl' }),
  }),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, reply }) {
    const { format = 'jsonl', ...asked } = query;
    const { rows, cursor } = await streamPage(sql, asked);
    const detailed = scopeOf(actor, 'audit:detail') !== undefined;
    const lines = rows.map((row) => {
      const { address, detail, ...shown } = showEntry(row, detailed);
      return format === 'cef'
        ? cefLine({ ...row, address, detail }, layout)
        : JSON.stringify({ cursor: row.cursor, ...shown, address, detail });
    });
    await reply
      .header('caravan-cursor', cursor)
      .type(types[format])
      .send(lines.map((line) => `${line}\n`).join(''));
  },
});
