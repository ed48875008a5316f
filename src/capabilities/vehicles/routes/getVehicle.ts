import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findVehicle } from '../queries/vehicles.ts';
import { showVehicle } from '../rules/show.ts';
import { vehicle } from '../schema.ts';

export const getVehicle = defineRoute({
  operation: 'vehicles.getVehicle',
  method: 'GET',
  path: '/v1/vehicles/{id}',
  summary: 'One vehicle',
  permission: 'vehicle:read',
  params: idParams,
  response: vehicle,
  async handler({ sql, params, actor, scope }) {
    const row = await findVehicle(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no vehicle ${params.id} that you may see.`);
    return new Answer(showVehicle(row), { etag: versionTag(row.version) });
  },
});
