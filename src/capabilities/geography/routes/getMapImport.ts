import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { mapsOf } from '../actions/startMapImport.ts';
import { readImport, receivedBytes } from '../imports/map-import.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

export const getMapImport = defineRoute({
  operation: 'geography.getMapImport',
  method: 'GET',
  path: '/v1/map-imports/{id}',
  summary: 'How far a map has come',
  permission: 'map:manage',
  params: idParams,
  response: mapImport,
  async handler({ ctx, params: { id } }) {
    const maps = mapsOf(ctx);
    const one = await readImport(maps, id, ctx.clock.now());
    if (!one) throw platformErrors.not_found(`There is no import ${id}.`);
    return showImport(one, await receivedBytes(maps, id));
  },
});
