import { z } from 'zod';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listGeofences as readGeofences } from '../queries/geofences.ts';
import { geofenceOutput, showGeofence } from '../rules/geofence-input.ts';

export const listGeofences = defineRoute({
  operation: 'tracking.listGeofences',
  method: 'GET',
  path: '/v1/geofences',
  summary: 'Geofences',
  permission: 'device:manage',
  query: z.strictObject(pageQuery),
  response: page(geofenceOutput),
  async handler({ sql, query }) {
    const limit = query.limit ?? defaultPageSize;
    const after = decodeCursor(query.cursor, z.tuple([z.uuid()]));
    const rows = await readGeofences(sql, { after: after?.[0], limit: limit + 1 });
    return toPage(rows, limit, showGeofence, (row) => [row.id]);
  },
});
