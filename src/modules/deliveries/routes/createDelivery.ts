import { regionAt } from '../../../capabilities/places/api.ts';
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
  ahead: ({ sql, body }) => regionAt(sql, body.dropoff),
  // A quote is used up under a lock.
  atOnce: ({ body }) => body.quoteId === undefined,
  async handler({ ctx, tx, body, actor, scope, ahead: regionId }) {
    const created = await create(tx, { ...body, regionId }, { actor, scope }, ctx);
    return new Answer(showDelivery(created), {
      location: `/v1/deliveries/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
