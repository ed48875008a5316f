import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { instant } from '../../../platform/http/fields.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { changeDelivery } from '../actions/changeDelivery.ts';
import { raiseException } from '../actions/raiseException.ts';
import { lockForRecipient } from '../actions/wishOfRecipient.ts';
import { wrongWindow } from '../rules/recipient.ts';
import { trackParams, wishKept } from '../schema.ts';

export const rescheduleDelivery = defineRoute({
  operation: 'deliveries.rescheduleDelivery',
  method: 'POST',
  path: '/v1/track/{token}/reschedule',
  summary: 'Ask for another time; public, for the token is the right to do so',
  description:
    'Possible until the parcel is on board. When a driver holds the delivery already it comes onto the exceptions queue as `rescheduled`, for a dispatcher to decide who brings it then.',
  permission: PUBLIC,
  params: trackParams,
  body: z.strictObject({ windowFrom: instant, windowTo: instant }),
  response: wishKept,
  problems: ['not_found', 'tracking_ended', 'not_offered'],
  async handler({ ctx, tx, params, body }) {
    const wrong = wrongWindow(new Date(body.windowFrom), new Date(body.windowTo), ctx.clock.now());
    if (wrong)
      throw platformErrors.invalid_request(wrong, { errors: [{ field: 'windowFrom', reason: wrong }] });
    const { delivery, actor } = await lockForRecipient(tx, { token: params.token, right: 'reschedule' }, ctx);
    const change = { id: delivery.id, patch: body, actor, scope: 'all', ifVersion: undefined } as const;
    const changed = await changeDelivery(tx, change, ctx);
    if (changed.driverId !== null && changed.exception === null)
      await raiseException(tx, changed, { exception: 'rescheduled', actor }, ctx);
    return { kept: true as const };
  },
});
