import { z } from 'zod';
import { queryBoolean } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listParties as list } from '../queries/parties.ts';
import { showParty } from '../rules/show.ts';
import { party, partyKind } from '../schema.ts';
import { openNotes } from '../sealed-notes.ts';

export const listParties = defineRoute({
  operation: 'parties.listParties',
  method: 'GET',
  path: '/v1/parties',
  summary: 'People and companies, oldest first',
  permission: 'party:read',
  query: z.strictObject({
    ...pageQuery,
    kind: partyKind.optional(),
    q: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .optional()
      .meta({ description: 'Part of the name, email, phone or reference; typing mistakes are forgiven' }),
    reference: z.string().max(80).optional(),
    operator: queryBoolean.optional().meta({ description: 'True for the one in whose name is delivered' }),
    archived: queryBoolean.optional().meta({ description: 'True for the archived ones; default the others' }),
  }),
  response: page(party),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, ...filter } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const found = await list(sql, { ...filter, afterId, limit: limit + 1 }, { actor, scope });
    const rows = await Promise.all(found.map((row) => openNotes(ctx, row)));
    return toPage(
      rows,
      limit,
      (row) => showParty(row, { actor, scope }),
      (row) => [row.id],
    );
  },
});
