import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { newRecoveryCodes, tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import { recoveryCodes } from '../factor-schema.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { originOf } from '../request-origin.ts';
import { hasFactor } from '../rules/recent-login.ts';

export const makeRecoveryCodes = defineRoute({
  operation: 'accounts.makeRecoveryCodes',
  method: 'POST',
  path: '/v1/me/factors/recovery-codes',
  summary: 'Ten new recovery codes in place of those before',
  permission: 'factor:manage',
  // An Idempotency-Key would keep the answer, and with it the codes in the clear.
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({}),
  response: z.strictObject({ recoveryCodes }).meta({ id: 'NewRecoveryCodes' }),
  status: 201,
  problems: ['recent_login_needed', 'factor_required'],
  async handler({ ctx, actor, request }) {
    return ctx.db.transaction(async (tx) => {
      const { user, summary } = await requireRecentLogin(tx, ctx, actor);
      if (!hasFactor(summary))
        throw factorErrors.factor_required('Codes stand in for a second factor. Add one first.');
      await lockFactorState(tx, user.id);
      const codes = await newRecoveryCodes(tx, ctx, user.id);
      await tellFactorChange(tx, ctx, {
        userId: user.id,
        event: factorEvents.recoveryCodesMade,
        payload: {},
        actor,
        origin: originOf(request),
        mail: 'recoveryCodesMade',
      });
      return { recoveryCodes: codes };
    });
  },
});
