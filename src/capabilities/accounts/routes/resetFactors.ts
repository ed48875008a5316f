import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { endSessions } from '../actions/endSessions.ts';
import { forgetAllDevices, tellFactorChange } from '../factor-changes.ts';
import { factorEvents } from '../factor-events.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { deleteAllFactors } from '../queries/factors.ts';
import { findUser } from '../queries/users.ts';
import { originOf } from '../request-origin.ts';

export const resetFactors = defineRoute({
  operation: 'accounts.resetFactors',
  method: 'DELETE',
  path: '/v1/users/{id}/factors',
  summary: 'Remove all second factors of a user who lost them',
  description:
    'Their sessions end, their remembered devices are forgotten, and a new time of grace begins. They are told by mail.',
  permission: 'factor:reset',
  params: idParams,
  async handler({ ctx, tx, actor, params, request }) {
    const user = await findUser(tx, params.id);
    if (!user) throw platformErrors.not_found(`There is no user ${params.id}.`);
    await lockFactorState(tx, user.id);
    await deleteAllFactors(tx, user.id);
    await forgetAllDevices(tx, ctx, user.id);
    await endSessions(tx, ctx, { userId: user.id }, { reason: 'factorsChanged', actor, address: request.ip });
    await tellFactorChange(tx, ctx, {
      userId: user.id,
      event: factorEvents.factorsReset,
      payload: {},
      actor,
      origin: originOf(request),
      mail: 'factorsReset',
    });
  },
});
