import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listDevices as readDevices } from '../queries/devices.ts';
import { KINDS } from '../rules/fix.ts';

export const deviceOutput = z
  .strictObject({
    deviceId: id,
    kind: z.enum(KINDS),
    name: z.string(),
    partyId: z.uuid().nullable(),
    companyId: z.uuid().nullable(),
    regionId: z.uuid().nullable(),
    phoneId: z.string().nullable().meta({ description: 'What its phone calls itself; null: it has none' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Device' });

export const listDevices = defineRoute({
  operation: 'tracking.listDevices',
  method: 'GET',
  path: '/v1/devices',
  summary: 'Vehicles and drivers that were registered for tracking',
  permission: 'device:manage',
  query: z.strictObject(pageQuery),
  response: page(deviceOutput),
  async handler({ sql, query }) {
    const limit = query.limit ?? defaultPageSize;
    const after = decodeCursor(query.cursor, z.tuple([z.uuid()]));
    const rows = await readDevices(sql, { after: after?.[0], limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => ({ ...row, kind: KINDS[row.kind] ?? 'vehicle', createdAt: row.createdAt.toISOString() }),
      (row) => [row.deviceId],
    );
  },
});
