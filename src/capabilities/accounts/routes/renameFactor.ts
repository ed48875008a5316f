import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { tellFactorChange } from '../factor-changes.ts';
import { factorEvents } from '../factor-events.ts';
import { factorName } from '../factor-schema.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { renameFactor as rename } from '../queries/factors.ts';
import { originOf } from '../request-origin.ts';

export const renameFactor = defineRoute({
  operation: 'accounts.renameFactor',
  method: 'PATCH',
  path: '/v1/me/factors/{id}',
  summary: 'Call an own factor otherwise',
  permission: 'factor:manage',
  params: idParams,
  body: z.strictObject({ name: factorName }),
  async handler({ ctx, tx, actor, params, body, request }) {
    const user = await requireOwnUser(tx, actor);
    await lockFactorState(tx, user.id);
    const renamed = await rename(tx, user.id, params.id, body.name);
    if (!renamed) throw platformErrors.not_found(`You have no factor ${params.id}.`);
    await tellFactorChange(tx, ctx, {
      userId: user.id,
      event: factorEvents.factorRenamed,
      payload: { factorId: params.id, kind: renamed.kind },
      actor,
      origin: originOf(request),
    });
  },
});
