import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { tellFactorChange } from '../factor-changes.ts';
import { factorEvents } from '../factor-events.ts';
import { revokeRememberedDevices } from '../queries/factor-devices.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { originOf } from '../request-origin.ts';

export const forgetRememberedDevice = defineRoute({
  operation: 'accounts.forgetRememberedDevice',
  method: 'DELETE',
  path: '/v1/me/remembered-devices/{id}',
  summary: 'Ask for the second step again in a browser or app',
  permission: 'factor:manage',
  params: idParams,
  async handler({ ctx, tx, actor, params, request }) {
    const user = await requireOwnUser(tx, actor);
    await lockFactorState(tx, user.id);
    if ((await revokeRememberedDevices(tx, user.id, ctx.clock.now(), params.id)) === 0)
      throw platformErrors.not_found(`You have no remembered device ${params.id}.`);
    await tellFactorChange(tx, ctx, {
      userId: user.id,
      event: factorEvents.deviceForgotten,
      payload: { deviceId: params.id },
      actor,
      origin: originOf(request),
    });
  },
});
