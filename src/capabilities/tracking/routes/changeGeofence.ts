import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { trackingErrors } from '../errors.ts';
import { updateGeofence } from '../queries/geofences.ts';
import { geofenceInput, geofenceOutput, showGeofence, toGeofence } from '../rules/geofence-input.ts';
import { ingestOf } from '../tracking.ts';

export const changeGeofence = defineRoute({
  operation: 'tracking.changeGeofence',
  method: 'PUT',
  path: '/v1/geofences/{id}',
  summary: 'Draw a geofence anew',
  description: 'With If-Match it fails when someone else changed it meanwhile.',
  permission: 'device:manage',
  params: idParams,
  body: geofenceInput,
  response: geofenceOutput,
  problems: ['bad_geofence', 'precondition_failed'],
  async handler({ ctx, tx, params, body, ifVersion }) {
    const fence = toGeofence(params.id, body);
    if (fence === null) throw trackingErrors.bad_geofence('Each ring must end where it begins.');
    const stored = await updateGeofence(tx, fence, ifVersion, ctx.clock.now());
    if (stored === undefined) {
      throw ifVersion === undefined
        ? platformErrors.not_found('There is no such geofence.')
        : platformErrors.precondition_failed('Read it again; it is gone or has another version.');
    }
    ingestOf(ctx).geofencesChanged();
    return new Answer(showGeofence(stored), { etag: versionTag(stored.version) });
  },
});
