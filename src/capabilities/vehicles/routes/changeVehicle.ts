import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeVehicle as change } from '../actions/changeVehicle.ts';
import { showVehicle } from '../rules/show.ts';
import { vehicle, vehiclePatch } from '../schema.ts';

export const changeVehicle = defineRoute({
  operation: 'vehicles.changeVehicle',
  method: 'PATCH',
  path: '/v1/vehicles/{id}',
  summary: 'Change what is known of a vehicle; null clears a field',
  permission: 'vehicle:write',
  params: idParams,
  body: vehiclePatch,
  response: vehicle,
  problems: ['precondition_failed', 'vehicle_retired', 'vehicle_exists', 'place_archived'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const row = await change(tx, { id: params.id, patch: body, ifVersion }, { actor, scope }, ctx);
    return new Answer(showVehicle(row), { etag: versionTag(row.version) });
  },
});
