import { z } from 'zod';
import { id, queryBox, queryInstant, queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { type LastPosition, listLastPositions } from '../queries/last-positions.ts';
import { KINDS } from '../rules/fix.ts';

const figure = z.number().nullable();

export const positionOutput = z
  .strictObject({
    deviceId: id,
    kind: z.enum(KINDS),
    deviceTime: z.iso.datetime().meta({ description: "By the device's clock" }),
    serverTime: z.iso.datetime().meta({ description: 'When the server took it' }),
    lat: z.number(),
    lng: z.number(),
    altitudeMeters: figure,
    speedMetersPerSecond: figure,
    headingDegrees: figure,
    accuracyMeters: figure,
    batteryPercent: figure,
    odometerMeters: z.number().meta({ description: 'Way since the first position' }),
    stoppedSince: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Since when it stands in one place; null: it moves' }),
  })
  .meta({ id: 'Position' });

function show(position: LastPosition): z.input<typeof positionOutput> {
  return {
    ...position,
    deviceTime: position.deviceTime.toISOString(),
    serverTime: position.serverTime.toISOString(),
    odometerMeters: Math.round(position.odometerMeters),
    stoppedSince: position.stoppedSince?.toISOString() ?? null,
  };
}

export const listPositions = defineRoute({
  operation: 'tracking.listPositions',
  method: 'GET',
  path: '/v1/positions',
  summary: 'The last position of each vehicle and driver',
  permission: 'position:read',
  query: z.strictObject({
    ...pageQuery,
    deviceId: queryList(id, 200).optional().meta({ description: 'One or more, separated by commas' }),
    box: queryBox.optional().meta({ description: 'west,south,east,north in degrees' }),
    heardSince: queryInstant.optional().meta({ description: 'Only those that the server heard of since' }),
  }),
  response: page(positionOutput),
  async handler({ sql, scope, actor, query }) {
    const limit = query.limit ?? defaultPageSize;
    const after = decodeCursor(query.cursor, z.tuple([z.uuid()]));
    const rows = await listLastPositions(
      sql,
      { scope, actor },
      {
        deviceIds: query.deviceId,
        box: query.box,
        heardSince: query.heardSince,
        after: after?.[0],
        limit: limit + 1,
      },
    );
    return toPage(rows, limit, show, (row) => [row.deviceId]);
  },
});
