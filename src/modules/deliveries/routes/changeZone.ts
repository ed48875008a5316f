import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeZone as change } from '../actions/changeZones.ts';
import { showZone } from '../rules/show-pricing.ts';
import { zone, zoneFields } from '../rules/zones.ts';

export const changeZone = defineRoute({
  operation: 'deliveries.changeZone',
  method: 'PATCH',
  path: '/v1/delivery-zones/{id}',
  summary: 'Change a zone',
  permission: 'zone:manage',
  params: idParams,
  body: z.strictObject(zoneFields).partial().meta({ id: 'DeliveryZonePatch' }),
  response: zone,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, body, actor, ifVersion }) {
    const patch = body as Partial<z.output<z.ZodObject<typeof zoneFields>>>;
    const changed = await change(tx, { id: params.id, patch, ifVersion }, actor, ctx);
    return new Answer(showZone(changed), { etag: versionTag(changed.version) });
  },
});
