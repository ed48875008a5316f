import { z } from 'zod';
import { queryNumber } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listZones as list, zonesAround } from '../queries/pricing.ts';
import { showZone } from '../rules/show-pricing.ts';
import { zone, zonesAt } from '../rules/zones.ts';

export const listZones = defineRoute({
  operation: 'deliveries.listZones',
  method: 'GET',
  path: '/v1/delivery-zones',
  summary: 'Zones; with lat and lng those that count there now, the first before all others',
  permission: 'zone:read',
  query: z
    .strictObject({
      ...pageQuery,
      lat: queryNumber(-90, 90).optional(),
      lng: queryNumber(-180, 180).optional(),
    })
    .refine(({ lat, lng }) => (lat === undefined) === (lng === undefined), {
      path: ['lng'],
      message: 'lat and lng go together',
    }),
  response: page(zone),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query }) {
    const { limit = defaultPageSize, cursor, lat, lng } = query;
    if (lat !== undefined && lng !== undefined) {
      const at = { lat, lng };
      const found = zonesAt(await zonesAround(sql, at), at, ctx.clock.now());
      return { items: found.slice(0, limit).map(showZone), nextCursor: null };
    }
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { afterId, limit: limit + 1 });
    return toPage(rows, limit, showZone, (row) => [row.id]);
  },
});
