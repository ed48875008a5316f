import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { settleException } from '../actions/settleException.ts';
import { showDelivery } from '../rules/show.ts';
import { delivery } from '../schema.ts';

export const acknowledgeException = defineRoute({
  operation: 'deliveries.acknowledgeException',
  method: 'POST',
  path: '/v1/delivery-exceptions/{id}/actions/acknowledge',
  summary: 'Say that you look after an exception',
  description: 'The id is that of the delivery.',
  permission: 'delivery:resolve',
  params: idParams,
  body: z.strictObject({ note: z.string().trim().min(1).max(500).optional() }),
  response: delivery,
  problems: ['no_exception'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    const settled = await settleException(
      tx,
      { deliveryId: params.id, resolve: false, note: body.note, actor, scope },
      ctx,
    );
    return new Answer(showDelivery(settled), { etag: versionTag(settled.version) });
  },
});
