import { z } from 'zod';
import { id, instant, point } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { quoteDelivery } from '../actions/quoteDelivery.ts';
import { quote, showQuote } from '../rules/show-pricing.ts';

export const createQuote = defineRoute({
  operation: 'deliveries.createQuote',
  method: 'POST',
  path: '/v1/delivery-quotes',
  summary: 'What a delivery costs, each line explained; order with its id to get this price',
  permission: 'quote:create',
  body: z
    .strictObject({
      customerId: id.optional(),
      pickup: point,
      dropoff: point,
      weightGrams: z.int().min(0).max(50_000_000).optional(),
      at: instant.optional().meta({ description: 'When it is to be driven; default now' }),
      rateId: id
        .optional()
        .meta({ description: 'Default: the rate of the zone, else the one for everywhere' }),
    })
    .meta({ id: 'NewDeliveryQuote' }),
  response: quote,
  status: 201,
  problems: ['no_rate'],
  async handler({ ctx, tx, body, actor, scope }) {
    const { at, ...request } = body;
    const made = await quoteDelivery(
      tx,
      { ...request, at: at ? new Date(at) : undefined },
      { actor, scope },
      ctx,
    );
    return new Answer(showQuote(made), { location: `/v1/delivery-quotes/${made.id}` });
  },
});
