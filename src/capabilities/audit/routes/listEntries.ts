import { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { queryInstant } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listEntries as list } from '../queries/entries.ts';
import { showEntry } from '../rules/show.ts';
import { auditEntry, outcome } from '../schema.ts';

const word = z.string().min(1).max(120);

export const listEntries = defineRoute({
  operation: 'audit.listEntries',
  method: 'GET',
  path: '/v1/audit-entries',
  summary: 'Who did what, newest first; reading it is an entry too',
  permission: 'audit:read',
  audited: true,
  query: z.strictObject({
    ...pageQuery,
    actorId: word.optional(),
    entity: word.optional(),
    entityId: word.optional().meta({ description: 'The first thing that an entry is about' }),
    operation: word.optional().meta({ description: 'Such as deliveries.cancel' }),
    kind: auditEntry.shape.kind.optional(),
    outcome: outcome.optional(),
    requestId: word.optional(),
    from: queryInstant.optional(),
    to: queryInstant.optional(),
    q: z
      .string()
      .trim()
      .min(2)
      .max(80)
      .optional()
      .meta({ description: 'Part of any text of the entry; with from and to it is fast' }),
  }),
  response: page(auditEntry),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor }) {
    const { limit = defaultPageSize, cursor, ...filter } = query;
    const [beforeId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const inDetail = scopeOf(actor, 'audit:detail') !== undefined;
    const rows = await list(sql, { ...filter, inDetail, beforeId, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => showEntry(row, inDetail) as z.input<typeof auditEntry>,
      ({ id }) => [id],
    );
  },
});
