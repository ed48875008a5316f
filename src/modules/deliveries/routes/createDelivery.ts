import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createDelivery as create } from '../actions/createDelivery.ts';
import { showDelivery } from '../rules/show.ts';
import { delivery, newDelivery } from '../schema.ts';

export const createDelivery = defineRoute({
  operation: 'deliveries.createDelivery',
  method: 'POST',
  path: '/v1/deliveries',
  summary: 'Order a delivery',
  permission: 'delivery:create',
  body: newDelivery,
  response: delivery,
  status: 201,
  problems: ['reference_taken', 'id_taken', 'quote_not_usable'],
  async handler({ ctx, tx, body, actor, scope }) {
    const created = await create(tx, body, { actor, scope }, ctx);
    return new Answer(showDelivery(created), {
      location: `/v1/deliveries/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
