import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { receivedOf } from '../../documents/api.ts';
import { listImports } from '../queries/map-imports.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

export const listMapImports = defineRoute({
  operation: 'geography.listMapImports',
  method: 'GET',
  path: '/v1/map-imports',
  summary: 'Maps that were brought in or are on their way, the newest first',
  permission: 'map:manage',
  query: z.strictObject(pageQuery),
  response: page(mapImport),
  problems: ['invalid_cursor'],
  async handler({ sql, query: { limit = defaultPageSize, cursor } }) {
    const [before] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await listImports(sql, { before, limit: limit + 1 });
    const received = await receivedOf(
      sql,
      rows.flatMap(({ uploadId }) => uploadId ?? []),
    );
    return toPage(
      rows,
      limit,
      (row) => showImport(row, (row.uploadId && received.get(row.uploadId)) || 0),
      ({ id }) => [id],
    );
  },
});
