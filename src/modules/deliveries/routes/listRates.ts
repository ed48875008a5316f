import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listRates as list } from '../queries/pricing.ts';
import { rate, showRate } from '../rules/show-pricing.ts';

export const listRates = defineRoute({
  operation: 'deliveries.listRates',
  method: 'GET',
  path: '/v1/delivery-rates',
  summary: 'Rates in their newest version',
  permission: 'rate:read',
  query: z.strictObject(pageQuery),
  response: page(rate),
  problems: ['invalid_cursor'],
  async handler({ sql, query }) {
    const { limit = defaultPageSize } = query;
    const [afterId] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { afterId, limit: limit + 1 });
    return toPage(rows, limit, showRate, (row) => [row.id]);
  },
});
