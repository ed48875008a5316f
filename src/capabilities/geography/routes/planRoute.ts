import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { routingLimit } from '../limits.ts';
import { answering, ROUTING_PROBLEMS } from '../errors.ts';
import { geographyOf } from '../geography.ts';
import type { Route } from '../routing/router.ts';
import { askedPoint, profile, routeAnswer } from '../schema.ts';

/** Up to so many stops a route is found faster than it could be handed to a thread. */
const STOPS_AT_ONCE = 25;

export const planRoute = defineRoute({
  operation: 'geography.planRoute',
  method: 'POST',
  path: '/v1/routes',
  summary: 'The way over stops in their order, with time, distance, line and steps',
  permission: 'map:use',
  limit: routingLimit,
  transaction: false,
  audited: false,
  body: z.strictObject({
    profile: profile.default('car'),
    stops: z.array(askedPoint).min(2).max(500),
    alternatives: z
      .int()
      .min(0)
      .max(3)
      .default(0)
      .meta({ description: 'How many other ways to offer; only between two stops' }),
  }),
  response: routeAnswer,
  problems: ROUTING_PROBLEMS,
  async handler({ ctx, body }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    return await answering(async () => {
      const map = geography.mapFor(body.stops);
      const isQuick = body.stops.length <= STOPS_AT_ONCE && body.alternatives === 0;
      const ask = { ...body, map: map.file };
      const [best, ...others] = isQuick
        ? [map.router.route(body.profile, body.stops)]
        : await geography.pool.run('route', ask);
      const route = best as Route;
      return {
        ...shown(route),
        stops: route.stops,
        alternatives: others.map(shown),
        attribution: map.region.about.attribution,
      };
    });
  },
});

function shown({ distanceMeters, durationSeconds, geometry, legs }: Route) {
  return {
    distanceMeters,
    durationSeconds,
    geometry,
    legs: legs.map((leg) => ({ distanceMeters: leg.distanceMeters, durationSeconds: leg.durationSeconds })),
    steps: legs.flatMap((leg, i) => leg.steps.map((step) => ({ leg: i, ...step }))),
  };
}
