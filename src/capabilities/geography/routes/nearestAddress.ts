import { z } from 'zod';
import { queryNumber } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { searchLimit } from '../limits.ts';
import { geographyOf } from '../geography.ts';
import { addressAnswer } from '../schema.ts';

export const nearestAddress = defineRoute({
  operation: 'geography.nearestAddress',
  method: 'GET',
  path: '/v1/addresses/nearest',
  summary: 'The address nearest to a point',
  permission: 'map:use',
  limit: searchLimit,
  query: z.strictObject({
    lat: queryNumber(-90, 90),
    lng: queryNumber(-180, 180),
    maxDistanceMeters: queryNumber(1, 5000).default(500),
  }),
  response: z
    .strictObject({
      address: addressAnswer.nullable().meta({ description: 'null when there is none within the distance' }),
      distanceMeters: z.number().nullable(),
      attribution: z.string(),
    })
    .meta({ id: 'NearestAddress' }),
  async handler({ ctx, query }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    const found = geography.nearestAddress(query, query.maxDistanceMeters);
    const { attribution } = geography;
    if (!found) return { address: null, distanceMeters: null, attribution };
    const { distanceMeters, ...address } = found;
    const name = `${address.street} ${address.houseNumber}`;
    return { address: { kind: 'address' as const, name, ...address }, distanceMeters, attribution };
  },
});
