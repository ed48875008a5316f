import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { cancelMapImport as cancel } from '../actions/cancelMapImport.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

export const cancelMapImport = defineRoute({
  operation: 'geography.cancelMapImport',
  method: 'POST',
  path: '/v1/map-imports/{id}/actions/cancel',
  summary: 'Give up a map that is on its way; the maps in force stay',
  permission: 'map:manage',
  params: idParams,
  response: mapImport,
  problems: ['map_import_over'],
  async handler({ ctx, tx, params: { id }, actor }) {
    return showImport(await cancel(tx, id, actor, ctx), 0);
  },
});
