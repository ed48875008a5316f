import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams, queryInteger } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findRate } from '../queries/pricing.ts';
import { rate, showRate } from '../rules/show-pricing.ts';

export const getRate = defineRoute({
  operation: 'deliveries.getRate',
  method: 'GET',
  path: '/v1/delivery-rates/{id}',
  summary: 'A rate as it is, or as it was in a version',
  permission: 'rate:read',
  params: idParams,
  query: z.strictObject({ version: queryInteger(1, 1_000_000).optional() }),
  response: rate,
  async handler({ sql, params, query }) {
    const found = await findRate(sql, params.id, query.version);
    if (!found) throw platformErrors.not_found(`There is no such version of a rate ${params.id}.`);
    return new Answer(showRate(found), { etag: versionTag(found.version) });
  },
});
