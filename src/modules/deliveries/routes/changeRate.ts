import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { addRateVersion } from '../actions/addRateVersion.ts';
import { rate, showRate } from '../rules/show-pricing.ts';
import { newRate } from './createRate.ts';

export const changeRate = defineRoute({
  operation: 'deliveries.changeRate',
  method: 'PUT',
  path: '/v1/delivery-rates/{id}',
  summary: 'Add the next version of a rate; older ones stay for the quotes made with them',
  permission: 'rate:manage',
  params: idParams,
  body: newRate,
  response: rate,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, body, actor, ifVersion }) {
    const added = await addRateVersion(tx, { ...body, id: params.id, ifVersion }, actor, ctx);
    return new Answer(showRate(added), { etag: versionTag(added.version) });
  },
});
