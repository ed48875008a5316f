import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { deleteGeofence } from '../queries/geofences.ts';
import { ingestOf } from '../tracking.ts';

export const removeGeofence = defineRoute({
  operation: 'tracking.removeGeofence',
  method: 'DELETE',
  path: '/v1/geofences/{id}',
  summary: 'Remove a geofence; whoever is inside does not leave it',
  permission: 'device:manage',
  params: idParams,
  async handler({ ctx, tx, params }) {
    const removed = await deleteGeofence(tx, params.id, ctx.clock.now());
    if (!removed) throw platformErrors.not_found('There is no such geofence.');
    ingestOf(ctx).geofencesChanged();
  },
});
