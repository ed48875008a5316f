import { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { queryInstant, queryInteger, queryList } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { latestSecurityCursor, securityStream } from '../queries/entries.ts';
import { cefLine } from '../rules/cef.ts';
import { showEntry } from '../rules/show.ts';
import { parseStreamCursor, startCursor } from '../rules/stream-cursor.ts';
import { outcome, securityKind, shownSecurityEvent } from '../schema.ts';

const formats = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  cef: 'text/plain; charset=utf-8',
} as const;

export const listSecurityEvents = defineRoute({
  operation: 'audit.listSecurityEvents',
  method: 'GET',
  path: '/v1/security-events',
  summary: 'Logins, factors, rights, keys, limits and denials as one stream, oldest first, from a cursor on',
  description:
    'Follow it by sending the last cursor again (the header Caravan-Cursor of the other formats): nothing is left out and nothing comes twice. `format=jsonl` gives one JSON object a line, `format=cef` the Common Event Format for a SIEM.',
  permission: 'security:read',
  query: z.strictObject({
    after: z
      .string()
      .max(80)
      .optional()
      .meta({ description: 'A cursor; `latest` for only what comes; default: the beginning' }),
    limit: queryInteger(1, 1000).optional(),
    kinds: queryList(securityKind).optional(),
    outcome: outcome.optional(),
    since: queryInstant.optional(),
    format: z.enum(['json', 'jsonl', 'cef']).optional().meta({ description: 'Default json' }),
  }),
  response: z.strictObject({ items: z.array(shownSecurityEvent), cursor: z.string() }),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, reply }) {
    const { limit = 100, format = 'json', ...filter } = query;
    const after =
      query.after === 'latest'
        ? ((await latestSecurityCursor(sql)) ?? startCursor)
        : (query.after ?? startCursor);
    const rows = await securityStream(sql, { ...filter, after: parseStreamCursor(after), limit });
    const cursor = rows.at(-1)?.cursor ?? after;
    const detailed = scopeOf(actor, 'audit:detail') !== undefined;
    const items = rows.map(
      (row) => ({ cursor: row.cursor, ...showEntry(row, detailed) }) as z.input<typeof shownSecurityEvent>,
    );
    if (format === 'json') return { items, cursor };
    const lines =
      format === 'jsonl'
        ? items.map((item) => JSON.stringify(item))
        : rows.map((row, index) =>
            cefLine({ ...row, address: items[index]!.address, detail: items[index]!.detail }, '1'),
          );
    reply.header('caravan-cursor', cursor).type(formats[format]);
    await reply.send(lines.map((line) => `${line}\n`).join(''));
    return { items: [], cursor };
  },
});
