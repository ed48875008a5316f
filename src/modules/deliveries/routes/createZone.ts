import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { addZone } from '../actions/changeZones.ts';
import { showZone } from '../rules/show-pricing.ts';
import { zone, zoneFields } from '../rules/zones.ts';

export const createZone = defineRoute({
  operation: 'deliveries.createZone',
  method: 'POST',
  path: '/v1/delivery-zones',
  summary: 'Add a zone',
  permission: 'zone:manage',
  body: z
    .strictObject({
      ...zoneFields,
      priority: zoneFields.priority.optional(),
      activeHours: zoneFields.activeHours.optional(),
      timeZone: zoneFields.timeZone.optional(),
    })
    .meta({ id: 'NewDeliveryZone' }),
  response: zone,
  status: 201,
  async handler({ ctx, tx, body, actor }) {
    const fields = { priority: 0, activeHours: [], timeZone: 'UTC', ...body };
    const created = await addZone(tx, fields, actor, ctx);
    return new Answer(showZone(created), {
      location: `/v1/delivery-zones/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
