import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { tileLimit } from '../limits.ts';
import { geographyOf } from '../geography.ts';
import { COORDINATE_SCALE } from '../source/map-source.ts';

const figures = z.record(z.string(), z.int());

export const listMaps = defineRoute({
  operation: 'geography.listMaps',
  method: 'GET',
  path: '/v1/maps',
  summary: 'The maps in force, with their bounds and figures; public, as the map is',
  permission: PUBLIC,
  limit: tileLimit,
  response: z
    .strictObject({
      items: z.array(
        z.strictObject({
          name: z.string(),
          attribution: z.string(),
          importedAt: z.iso.datetime(),
          bytes: z.int(),
          bounds: z
            .tuple([z.number(), z.number(), z.number(), z.number()])
            .meta({ description: 'West, south, east, north' }),
          figures,
        }),
      ),
      version: z.string(),
      attribution: z.string(),
    })
    .meta({ id: 'Maps' }),
  async handler({ ctx }) {
    const geography = geographyOf(ctx);
    // A map that came into force a moment ago, on whichever node, is among them.
    await geography.ready();
    return {
      items: geography.atlas.maps.map(({ region: { about }, importedAt, byteLength }) => {
        const { west, south, east, north } = about.bounds;
        const { states: _states, ...counts } = about.counts;
        return {
          name: about.name,
          attribution: about.attribution,
          importedAt,
          bytes: byteLength,
          bounds: [west, south, east, north].map((unit) => unit / COORDINATE_SCALE) as [
            number,
            number,
            number,
            number,
          ],
          figures: counts,
        };
      }),
      version: geography.version,
      attribution: geography.attribution,
    };
  },
});
