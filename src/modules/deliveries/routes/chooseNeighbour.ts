import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { keepWish, lockForRecipient } from '../actions/wishOfRecipient.ts';
import { trackParams, wishKept } from '../schema.ts';

export const chooseNeighbour = defineRoute({
  operation: 'deliveries.chooseNeighbour',
  method: 'PUT',
  path: '/v1/track/{token}/neighbour',
  summary: 'Name a neighbour who takes the parcel; public, for the token is the right to do so',
  permission: PUBLIC,
  params: trackParams,
  body: z.strictObject({
    neighbour: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .nullable()
      .meta({ description: 'Name and door in words; null takes it back' }),
  }),
  response: wishKept,
  problems: ['not_found', 'tracking_ended', 'not_offered'],
  async handler({ ctx, tx, params, body: { neighbour } }) {
    const locked = await lockForRecipient(tx, { token: params.token, right: 'neighbour' }, ctx);
    await keepWish(tx, { ...locked, wish: { neighbour } }, ctx);
    return { kept: true as const };
  },
});
