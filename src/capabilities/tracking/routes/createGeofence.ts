import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { trackingErrors } from '../errors.ts';
import { insertGeofence } from '../queries/geofences.ts';
import { geofenceInput, geofenceOutput, showGeofence, toGeofence } from '../rules/geofence-input.ts';
import { ingestOf } from '../tracking.ts';

export const createGeofence = defineRoute({
  operation: 'tracking.createGeofence',
  method: 'POST',
  path: '/v1/geofences',
  summary: 'Draw a geofence',
  description: 'Entering, leaving and staying are published as events and on the live topic `geofence:{id}`.',
  permission: 'device:manage',
  body: geofenceInput,
  response: geofenceOutput,
  status: 201,
  problems: ['bad_geofence'],
  async handler({ ctx, tx, body }) {
    const fence = toGeofence(newId(ctx), body);
    if (fence === null) throw trackingErrors.bad_geofence('Each ring must end where it begins.');
    const stored = await insertGeofence(tx, fence, ctx.clock.now());
    ingestOf(ctx).geofencesChanged();
    return new Answer(showGeofence(stored), {
      etag: versionTag(stored.version),
      location: `/v1/geofences/${stored.id}`,
    });
  },
});
