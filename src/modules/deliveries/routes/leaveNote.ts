import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { keepWish, lockForRecipient } from '../actions/wishOfRecipient.ts';
import { trackParams, wishKept } from '../schema.ts';

export const leaveNote = defineRoute({
  operation: 'deliveries.leaveNote',
  method: 'PUT',
  path: '/v1/track/{token}/note',
  summary: 'Tell the driver something; public, for the token is the right to do so',
  permission: PUBLIC,
  params: trackParams,
  body: z.strictObject({ note: z.string().trim().min(1).max(300).nullable() }),
  response: wishKept,
  problems: ['not_found', 'tracking_ended', 'not_offered'],
  async handler({ ctx, tx, params, body: { note } }) {
    const locked = await lockForRecipient(tx, { token: params.token, right: 'note' }, ctx);
    await keepWish(tx, { ...locked, wish: { note } }, ctx);
    return { kept: true as const };
  },
});
