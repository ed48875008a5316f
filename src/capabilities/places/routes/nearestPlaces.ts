import { z } from 'zod';
import { queryInteger, queryNumber } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { nearestPlaces as nearest } from '../queries/places.ts';
import { showNearPlace } from '../rules/show.ts';
import { nearPlace } from '../schema.ts';

export const nearestPlaces = defineRoute({
  operation: 'places.nearestPlaces',
  method: 'GET',
  path: '/v1/places/nearest',
  summary: 'The nearest places to a point, nearest first',
  description: 'By the way over the ground, also across the antimeridian and around the poles.',
  permission: 'place:read',
  query: z.strictObject({
    lat: queryNumber(-90, 90),
    lng: queryNumber(-180, 180),
    limit: queryInteger(1, 100).optional().meta({ description: 'Default 10' }),
    maxDistanceMeters: queryNumber(0, 20_037_509).optional(),
  }),
  response: z.strictObject({ items: z.array(nearPlace) }),
  async handler({ sql, query, actor, scope }) {
    const { limit = 10, ...filter } = query;
    const rows = await nearest(sql, { ...filter, limit }, { actor, scope });
    return { items: rows.map(showNearPlace) };
  },
});
