import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listImports } from '../queries/imports.ts';
import { deliveryImport, showImport } from '../rules/show-import.ts';

export const listDeliveryImports = defineRoute({
  operation: 'deliveries.listDeliveryImports',
  method: 'GET',
  path: '/v1/delivery-imports',
  summary: 'Imports, newest first',
  permission: 'delivery:import',
  query: z.strictObject(pageQuery),
  response: page(deliveryImport),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, scope }) {
    const { limit = defaultPageSize } = query;
    const [beforeId] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await listImports(sql, { beforeId, limit: limit + 1 }, { actor, scope });
    return toPage(rows, limit, showImport, (row) => [row.id]);
  },
});
