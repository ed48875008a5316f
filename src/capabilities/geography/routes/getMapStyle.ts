import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { tileLimit } from '../limits.ts';
import { geographyOf } from '../geography.ts';
import { mapStyle } from '../styles/map-style.ts';
import { PALETTES } from '../styles/palettes.ts';

export const getMapStyle = defineRoute({
  operation: 'geography.getMapStyle',
  method: 'GET',
  path: '/v1/map-styles/{name}',
  summary: 'How the map is drawn, light or dark; public, for it holds nothing but colours',
  permission: PUBLIC,
  limit: tileLimit,
  params: z.strictObject({ name: z.string().max(40) }),
  response: z
    .looseObject({ version: z.literal(8), name: z.string() })
    .meta({ id: 'MapStyle', description: 'A MapLibre style document' }),
  async handler({ ctx, params, request }) {
    const name = params.name.replace(/\.json$/, '');
    // A name such as __proto__ is found on every object, but is no palette.
    const palette = Object.hasOwn(PALETTES, name) ? PALETTES[name] : undefined;
    if (!palette) {
      throw platformErrors.not_found(
        `There is no such style; there are ${Object.keys(PALETTES).join(' and ')}.`,
      );
    }
    const geography = geographyOf(ctx);
    await geography.atlas.ready();
    const origin = `${request.protocol}://${request.host}`;
    return mapStyle(palette, {
      tilesUrl: `${origin}/v1/tiles/{z}/{x}/{y}?v=${geography.version}`,
      attribution: geography.attribution,
      view: geography.startView,
    });
  },
});
