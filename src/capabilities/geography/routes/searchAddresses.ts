import { z } from 'zod';
import { queryInteger } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { searchLimit } from '../limits.ts';
import { geographyOf } from '../geography.ts';
import { addressAnswer } from '../schema.ts';

const COORDINATES = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/;

export const searchAddresses = defineRoute({
  operation: 'geography.searchAddresses',
  method: 'GET',
  path: '/v1/addresses/search',
  summary: 'Addresses, streets, towns, stations and shops that fit what was typed so far',
  description:
    'Words in any order, with or without accents, one slip a word forgiven. The best fit comes first.',
  permission: 'map:use',
  limit: searchLimit,
  query: z.strictObject({
    q: z.string().min(1).max(200),
    near: z
      .string()
      .regex(COORDINATES, 'must be lat,lng in degrees')
      .optional()
      .meta({ description: 'lat,lng of the middle of the map; what is close to it comes first' }),
    limit: queryInteger(1, 50).default(10),
  }),
  response: z
    .strictObject({ items: z.array(addressAnswer), attribution: z.string() })
    .meta({ id: 'FoundAddresses' }),
  async handler({ ctx, query }) {
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    const near = query.near === undefined ? undefined : COORDINATES.exec(query.near);
    const found = geography.searchAddresses(query.q, {
      limit: query.limit,
      near: near ? { lat: Number(near[1]), lng: Number(near[2]) } : undefined,
    });
    return { items: found.map(({ score: _score, ...shown }) => shown), attribution: geography.attribution };
  },
});
