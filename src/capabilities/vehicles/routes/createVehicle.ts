import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createVehicle as create } from '../actions/createVehicle.ts';
import { showVehicle } from '../rules/show.ts';
import { newVehicle, vehicle } from '../schema.ts';

export const createVehicle = defineRoute({
  operation: 'vehicles.createVehicle',
  method: 'POST',
  path: '/v1/vehicles',
  summary: 'Add a vehicle to the fleet',
  permission: 'vehicle:write',
  body: newVehicle,
  response: vehicle,
  status: 201,
  problems: ['vehicle_exists', 'not_found', 'place_archived', 'party_archived'],
  async handler({ ctx, tx, body, actor, scope }) {
    const created = await create(tx, body, { actor, scope }, ctx);
    return new Answer(showVehicle(created), {
      location: `/v1/vehicles/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
