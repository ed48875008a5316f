import { z } from 'zod';
import { matches } from '../../../platform/http/etag.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { queryInteger } from '../../../platform/http/fields.ts';
import { tileLimit } from '../limits.ts';
import { geographyOf } from '../geography.ts';
import { MAX_ZOOM } from '../tiles/draw-tile.ts';

const MVT = 'application/vnd.mapbox-vector-tile';
const DAY_SECONDS = 86_400;

export const getTile = defineRoute({
  operation: 'geography.getTile',
  method: 'GET',
  path: '/v1/tiles/{z}/{x}/{y}',
  summary: 'A vector tile of the map; public, for it holds nothing but the map',
  permission: PUBLIC,
  limit: tileLimit,
  params: z.strictObject({
    z: queryInteger(0, MAX_ZOOM),
    x: queryInteger(0, 2 ** MAX_ZOOM - 1),
    y: queryInteger(0, 2 ** MAX_ZOOM - 1),
  }),
  query: z.strictObject({
    v: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Version of the maps, from the style; makes the tile cacheable for ever' }),
  }),
  produces: MVT,
  async handler({ ctx, params, query, request, reply }) {
    if (params.x >= 2 ** params.z || params.y >= 2 ** params.z)
      throw platformErrors.not_found('There is no such tile.');
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    const { version } = geography;
    const maps = geography.atlas.maps.map((map) => map.file);
    const tile = await geography.tiles.get(`${version}/${params.z}/${params.x}/${params.y}`, () =>
      geography.pool.run('tile', { place: params, maps }),
    );
    const isCurrent = query.v === version;
    reply
      .header('etag', tile.etag)
      .header(
        'cache-control',
        isCurrent ? `public, max-age=${30 * DAY_SECONDS}, immutable` : 'public, max-age=60',
      )
      .header('vary', 'accept-encoding');
    if (matches(request.headers['if-none-match'], tile.etag)) {
      await reply.code(304).send();
      return;
    }
    await reply.type(MVT).header('content-encoding', 'gzip').send(tile.bytes);
  },
});
