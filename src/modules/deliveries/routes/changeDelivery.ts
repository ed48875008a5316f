import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeDelivery as change } from '../actions/changeDelivery.ts';
import { showDelivery } from '../rules/show.ts';
import { delivery, deliveryPatch } from '../schema.ts';

export const changeDelivery = defineRoute({
  operation: 'deliveries.changeDelivery',
  method: 'PATCH',
  path: '/v1/deliveries/{id}',
  summary: 'Change what a delivery asks for',
  permission: 'delivery:update',
  params: idParams,
  body: deliveryPatch,
  response: delivery,
  problems: ['precondition_failed', 'no_longer_editable', 'reference_taken'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const changed = await change(tx, { id: params.id, patch: body, actor, scope, ifVersion }, ctx);
    return new Answer(showDelivery(changed), { etag: versionTag(changed.version) });
  },
});
