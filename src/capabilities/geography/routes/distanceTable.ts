import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { routingLimit } from '../limits.ts';
import { answering, ROUTING_PROBLEMS } from '../errors.ts';
import { geographyOf } from '../geography.ts';
import { askedPoint, profile } from '../schema.ts';

/** Tables up to so many cells are made at once; larger ones on a thread. */
const CELLS_AT_ONCE = 2500;

const cells = z.array(z.array(z.number().nullable()));

export const distanceTable = defineRoute({
  operation: 'geography.distanceTable',
  method: 'POST',
  path: '/v1/distance-tables',
  summary: 'Times and distances from every origin to every destination',
  description:
    'null where no way leads or a point is off the network. Without destinations: among the origins.',
  permission: 'map:use',
  limit: routingLimit,
  transaction: false,
  audited: false,
  bodyLimit: 1_000_000,
  body: z.strictObject({
    profile: profile.default('car'),
    origins: z.array(askedPoint).min(1).max(1000),
    destinations: z.array(askedPoint).min(1).max(1000).optional(),
  }),
  response: z
    .strictObject({ durationsSeconds: cells, distancesMeters: cells, attribution: z.string() })
    .meta({ id: 'DistanceTable' }),
  problems: ROUTING_PROBLEMS,
  async handler({ ctx, body }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    return await answering(async () => {
      const { profile, origins } = body;
      const destinations = body.destinations ?? origins;
      const { attribution } = geography.mapFor([...origins, ...destinations]).region.about;
      const isQuick = origins.length * destinations.length <= CELLS_AT_ONCE;
      const table = isQuick
        ? geography.distanceTable(profile, origins, destinations)
        : await geography.distanceTableAside(profile, origins, destinations);
      return { ...table, attribution };
    });
  },
});
