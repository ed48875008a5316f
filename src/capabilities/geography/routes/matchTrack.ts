import { z } from 'zod';
import { instant, latitude, longitude } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { routingLimit } from '../limits.ts';
import { answering, ROUTING_PROBLEMS } from '../errors.ts';
import { geographyOf } from '../geography.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';
import { line, profile } from '../schema.ts';

export const matchTrack = defineRoute({
  operation: 'geography.matchTrack',
  method: 'POST',
  path: '/v1/track-matches',
  summary: 'The streets that a track of positions was driven on, and how far',
  permission: 'map:use',
  limit: routingLimit,
  transaction: false,
  audited: false,
  bodyLimit: 2_000_000,
  body: z.strictObject({
    profile: profile.default('car'),
    points: z
      .array(
        z.strictObject({
          lat: latitude,
          lng: longitude,
          time: instant.optional().meta({ description: 'Accepted and not needed: the order counts' }),
          accuracyMeters: z.number().min(0).max(1000).optional(),
        }),
      )
      .min(2)
      .max(10_000),
  }),
  response: z
    .strictObject({
      distanceMeters: z.number(),
      segments: z.array(z.strictObject({ distanceMeters: z.number(), geometry: line })),
      points: z.array(
        z.strictObject({
          index: z
            .int()
            .meta({ description: 'Of the point in the request; those that only tremble are left out' }),
          lat: z.number(),
          lng: z.number(),
          street: z.string(),
          distanceMeters: z.number(),
        }),
      ),
      attribution: z.string(),
    })
    .meta({ id: 'MatchedTrack' }),
  problems: ROUTING_PROBLEMS,
  async handler({ ctx, body }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    return await answering(async () => {
      const map = geography.mapFor(body.points.slice(0, 1));
      const track = body.points.map((point) => ({
        lat: Math.round(point.lat * COORDINATE_SCALE),
        lng: Math.round(point.lng * COORDINATE_SCALE),
        accuracyMeters: point.accuracyMeters,
      }));
      const matched = await geography.pool.run('match', { map: map.file, profile: body.profile, track });
      return {
        distanceMeters: matched.distanceMeters,
        segments: matched.segments,
        points: matched.fixes,
        attribution: map.region.about.attribution,
      };
    });
  },
});
