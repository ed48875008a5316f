import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { id } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { addRateVersion } from '../actions/addRateVersion.ts';
import { rateTerms } from '../rules/price.ts';
import { rate, showRate } from '../rules/show-pricing.ts';

export const newRate = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    zoneId: id.nullable().optional().meta({ description: 'Where it holds; default everywhere' }),
    terms: rateTerms,
  })
  .meta({ id: 'NewDeliveryRate' });

export const createRate = defineRoute({
  operation: 'deliveries.createRate',
  method: 'POST',
  path: '/v1/delivery-rates',
  summary: 'Add a rate',
  permission: 'rate:manage',
  body: newRate,
  response: rate,
  status: 201,
  async handler({ ctx, tx, body, actor }) {
    const created = await addRateVersion(tx, body, actor, ctx);
    return new Answer(showRate(created), {
      location: `/v1/delivery-rates/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
