import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { removeZone as remove } from '../actions/changeZones.ts';

export const removeZone = defineRoute({
  operation: 'deliveries.removeZone',
  method: 'DELETE',
  path: '/v1/delivery-zones/{id}',
  summary: 'Remove a zone; rates and quotes that name it stay as they are',
  permission: 'zone:manage',
  params: idParams,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, actor, ifVersion }) {
    await remove(tx, { id: params.id, ifVersion }, actor, ctx);
    return undefined;
  },
});
