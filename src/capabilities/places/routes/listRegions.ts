import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listRegions as list } from '../queries/regions.ts';
import { showRegion } from '../rules/show.ts';
import { region } from '../schema.ts';

export const listRegions = defineRoute({
  operation: 'places.listRegions',
  method: 'GET',
  path: '/v1/regions',
  summary: 'Regions, oldest first',
  permission: 'place:read',
  query: z.strictObject(pageQuery),
  response: page(region),
  problems: ['invalid_cursor'],
  async handler({ sql, query }) {
    const { limit = defaultPageSize, cursor } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { afterId, limit: limit + 1 });
    return toPage(rows, limit, showRegion, (row) => [row.id]);
  },
});
