import { z } from 'zod';
import { id, queryInstant, queryNumber } from '../../../platform/http/fields.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { summarizeTrack } from '../actions/summarizeTrack.ts';
import { reachableDevices } from '../queries/devices.ts';
import { MAX_TRACK_POINTS, readTrack } from '../queries/tracks.ts';

const figure = z.number().nullable();

export const trackOutput = z
  .strictObject({
    deviceId: id,
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    truncated: z
      .boolean()
      .meta({ description: 'There were more points than one answer holds; ask for less time' }),
    pointCount: z.int().meta({ description: 'Points before thinning' }),
    distanceMeters: z.number(),
    stops: z.array(
      z.strictObject({
        lat: z.number(),
        lng: z.number(),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        durationSeconds: z.number(),
      }),
    ),
    points: z.array(
      z.strictObject({
        deviceTime: z.iso.datetime(),
        serverTime: z.iso.datetime(),
        lat: z.number(),
        lng: z.number(),
        altitudeMeters: figure,
        speedMetersPerSecond: figure,
        headingDegrees: figure,
        accuracyMeters: figure,
      }),
    ),
  })
  .meta({ id: 'Track' });

export const getTrack = defineRoute({
  operation: 'tracking.getTrack',
  method: 'GET',
  path: '/v1/tracks',
  summary: 'Where a vehicle or driver was: points, distance and stops',
  permission: 'position:read',
  query: z.strictObject({
    deviceId: id,
    from: queryInstant,
    to: queryInstant,
    toleranceMeters: queryNumber(0, 10_000)
      .optional()
      .meta({ description: 'Leaves out points so that the line stays within so many metres; default 0' }),
  }),
  response: trackOutput,
  problems: ['not_found'],
  async handler({ sql, scope, actor, query }) {
    const { deviceId, from, to } = query;
    if (to <= from) {
      throw platformErrors.invalid_request('to must be after from.', {
        errors: [{ field: 'to', reason: 'must be after from' }],
      });
    }
    const reach = await reachableDevices(sql, { scope, actor }, [deviceId]);
    if (reach !== null && !reach.has(deviceId)) throw platformErrors.not_found('There is no such device.');
    const points = await readTrack(sql, { deviceId, from, to, limit: MAX_TRACK_POINTS + 1 });
    return {
      deviceId,
      from: from.toISOString(),
      to: to.toISOString(),
      ...summarizeTrack(points, query.toleranceMeters ?? 0),
    };
  },
});
