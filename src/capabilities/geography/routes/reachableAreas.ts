import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { routingLimit } from '../limits.ts';
import { answering, ROUTING_PROBLEMS } from '../errors.ts';
import { geographyOf } from '../geography.ts';
import { askedPoint, lngLat, profile } from '../schema.ts';

export const reachableAreas = defineRoute({
  operation: 'geography.reachableAreas',
  method: 'POST',
  path: '/v1/reachable-areas',
  summary: 'What can be reached from a point within given times, as polygons',
  permission: 'map:use',
  limit: routingLimit,
  transaction: false,
  audited: false,
  body: z.strictObject({
    profile: profile.default('car'),
    point: askedPoint,
    seconds: z.array(z.int().min(30).max(7200)).min(1).max(6),
  }),
  response: z
    .strictObject({
      type: z.literal('FeatureCollection'),
      features: z.array(
        z.strictObject({
          type: z.literal('Feature'),
          properties: z.strictObject({ seconds: z.int() }),
          geometry: z.strictObject({
            type: z.literal('MultiPolygon'),
            coordinates: z.array(z.array(z.array(lngLat))),
          }),
        }),
      ),
      attribution: z.string(),
    })
    .meta({ id: 'ReachableAreas' }),
  problems: ROUTING_PROBLEMS,
  async handler({ ctx, body }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    return await answering(async () => {
      const map = geography.mapFor([body.point]);
      const point = map.router.snap(body.profile, body.point);
      const ask = { map: map.file, profile: body.profile, point, seconds: body.seconds };
      const areas = await geography.pool.run('reachable', ask);
      return {
        type: 'FeatureCollection' as const,
        features: areas.map(({ seconds, coordinates }) => ({
          type: 'Feature' as const,
          properties: { seconds },
          geometry: { type: 'MultiPolygon' as const, coordinates },
        })),
        attribution: map.region.about.attribution,
      };
    });
  },
});
