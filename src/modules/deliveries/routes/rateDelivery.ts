import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { keepWish, lockForRecipient } from '../actions/wishOfRecipient.ts';
import { trackParams, wishKept } from '../schema.ts';

export const rateDelivery = defineRoute({
  operation: 'deliveries.rateDelivery',
  method: 'POST',
  path: '/v1/track/{token}/rating',
  summary: 'Say how it was, once, after the delivery; public, for the token is the right to do so',
  description: 'The one thing that a link still allows when it has ended with the delivery.',
  permission: PUBLIC,
  params: trackParams,
  body: z.strictObject({
    stars: z.int().min(1).max(5),
    comment: z.string().trim().min(1).max(500).optional(),
  }),
  response: wishKept,
  problems: ['not_found', 'tracking_ended', 'not_offered'],
  async handler({ ctx, tx, params, body: { stars, comment } }) {
    const locked = await lockForRecipient(tx, { token: params.token, right: 'rate' }, ctx);
    const rating = { stars, comment: comment ?? null, at: ctx.clock.now().toISOString() };
    await keepWish(tx, { ...locked, wish: { rating } }, ctx);
    return { kept: true as const };
  },
});
