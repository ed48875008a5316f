import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { routingLimit } from '../limits.ts';
import { answering, ROUTING_PROBLEMS } from '../errors.ts';
import { geographyOf } from '../geography.ts';
import { nearestEdges } from '../routing/snap.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';
import { askedPoint, profile, snappedStop } from '../schema.ts';

export const nearestStreets = defineRoute({
  operation: 'geography.nearestStreets',
  method: 'POST',
  path: '/v1/nearest-streets',
  summary: 'The streets nearest to a point that are open to a profile',
  permission: 'map:use',
  limit: routingLimit,
  transaction: false,
  audited: false,
  body: z.strictObject({
    profile: profile.default('car'),
    point: askedPoint,
    limit: z.int().min(1).max(20).default(5),
    maxDistanceMeters: z.number().min(1).max(2000).default(500),
  }),
  response: z
    .strictObject({ items: z.array(snappedStop), attribution: z.string() })
    .meta({ id: 'NearestStreets' }),
  problems: ROUTING_PROBLEMS,
  async handler({ ctx, body }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    return await answering(() => {
      const { router, region } = geography.mapFor([body.point]);
      const point = {
        lat: Math.round(body.point.lat * COORDINATE_SCALE),
        lng: Math.round(body.point.lng * COORDINATE_SCALE),
      };
      const limits = { count: body.limit, maxMeters: body.maxDistanceMeters };
      const found = nearestEdges(region.network, region.edgeGrid, region.graphs[body.profile], point, limits);
      return { items: found.map((each) => router.describe(each)), attribution: region.about.attribution };
    });
  },
});
