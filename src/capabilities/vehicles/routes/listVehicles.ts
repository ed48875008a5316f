import { z } from 'zod';
import { id, queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listVehicles as list } from '../queries/vehicles.ts';
import { showVehicle } from '../rules/show.ts';
import { feature, vehicle, vehicleKind, vehicleState } from '../schema.ts';

export const listVehicles = defineRoute({
  operation: 'vehicles.listVehicles',
  method: 'GET',
  path: '/v1/vehicles',
  summary: 'Vehicles, oldest first',
  permission: 'vehicle:read',
  query: z.strictObject({
    ...pageQuery,
    state: vehicleState.optional(),
    kind: vehicleKind.optional(),
    partyId: id.optional(),
    homePlaceId: id.optional(),
    features: queryList(feature, 30).optional().meta({ description: 'Vehicles that have all of them' }),
    q: z.string().trim().min(1).max(80).optional().meta({ description: 'Part of the name or plate' }),
  }),
  response: page(vehicle),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, ...filter } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { ...filter, afterId, limit: limit + 1 }, { actor, scope });
    return toPage(rows, limit, showVehicle, (row) => [row.id]);
  },
});
