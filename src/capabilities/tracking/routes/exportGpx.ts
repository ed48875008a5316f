import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id, queryInstant } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { reachableDevices } from '../queries/devices.ts';
import { MAX_TRACK_POINTS, readTrack } from '../queries/tracks.ts';
import { writeGpx } from '../rules/gpx.ts';

const GPX = 'application/gpx+xml';

export const exportGpx = defineRoute({
  operation: 'tracking.exportGpx',
  method: 'GET',
  path: '/v1/tracks/gpx',
  summary: 'The track of a vehicle or driver as a GPX file',
  permission: 'position:read',
  produces: GPX,
  query: z.strictObject({ deviceId: id, from: queryInstant, to: queryInstant }),
  problems: ['not_found'],
  async handler({ sql, scope, actor, query, reply }) {
    const reach = await reachableDevices(sql, { scope, actor }, [query.deviceId]);
    if (reach !== null && !reach.has(query.deviceId))
      throw platformErrors.not_found('There is no such device.');
    const points = await readTrack(sql, { ...query, limit: MAX_TRACK_POINTS });
    await reply
      .type(GPX)
      .header('content-disposition', `attachment; filename="${query.deviceId}.gpx"`)
      .send(writeGpx(query.deviceId, points));
  },
});
