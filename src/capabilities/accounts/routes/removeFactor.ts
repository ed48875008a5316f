import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { forgetAllDevices, tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import { currentFactorPolicy } from '../factor-standing.ts';
import { deleteRecoveryCodes } from '../queries/factor-recovery-codes.ts';
import { lockFactorState, summarizeFactors } from '../queries/factor-states.ts';
import { deleteFactor } from '../queries/factors.ts';
import { originOf } from '../request-origin.ts';
import { isFactorRequired } from '../rules/factor-policy.ts';
import { hasFactor } from '../rules/recent-login.ts';
import { requireWayIn } from '../ways-in.ts';

export const removeFactor = defineRoute({
  operation: 'accounts.removeFactor',
  method: 'DELETE',
  path: '/v1/me/factors/{id}',
  summary: 'Remove an own factor',
  description:
    'Remembered browsers take the second step again. The last factor stays where one is required, and the last passkey where nothing else lets in.',
  permission: 'factor:manage',
  params: idParams,
  problems: ['recent_login_needed', 'factor_required', 'last_way_in'],
  async handler({ ctx, tx, actor, params, request }) {
    const { user } = await requireRecentLogin(tx, ctx, actor);
    await lockFactorState(tx, user.id);
    const removed = await deleteFactor(tx, user.id, params.id);
    if (!removed) throw platformErrors.not_found(`You have no factor ${params.id}.`);
    const left = await summarizeFactors(tx, user.id);
    if (!hasFactor(left)) {
      if (isFactorRequired(actor.roles, await currentFactorPolicy(tx)))
        throw factorErrors.factor_required('Add another one first, then remove this one.');
      await deleteRecoveryCodes(tx, user.id);
    }
    await requireWayIn(tx, user);
    await forgetAllDevices(tx, ctx, user.id);
    await tellFactorChange(tx, ctx, {
      userId: user.id,
      event: factorEvents.factorRemoved,
      payload: { factorId: params.id, kind: removed.kind },
      actor,
      origin: originOf(request),
      mail: 'factorRemoved',
    });
  },
});
