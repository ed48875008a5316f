import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { replayQuote } from '../actions/quoteDelivery.ts';
import { findQuote } from '../queries/pricing.ts';
import { partiesOf } from '../queries/scope.ts';
import { quote, showQuote } from '../rules/show-pricing.ts';

const replayed = quote
  .extend({
    replay: z
      .strictObject({ same: z.boolean(), totalMinor: z.int() })
      .meta({ description: 'The price computed again from the rate version and the inputs' }),
  })
  .meta({ id: 'DeliveryQuoteReplayed' });

export const getQuote = defineRoute({
  operation: 'deliveries.getQuote',
  method: 'GET',
  path: '/v1/delivery-quotes/{id}',
  summary: 'A quote, and whether its price comes out the same again',
  permission: 'quote:create',
  params: idParams,
  query: z.strictObject({}),
  response: replayed,
  async handler({ sql, params, actor, scope }) {
    const customerIds = scope === 'all' ? undefined : partiesOf(actor);
    const found = await findQuote(sql, params.id, { customerIds });
    if (!found) throw platformErrors.not_found(`There is no quote ${params.id} that you may see.`);
    return { ...showQuote(found), replay: await replayQuote(sql, found) };
  },
});
