import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { totpSecretPlace } from '../factor-answers.ts';
import { countCodeTry } from '../factor-challenges.ts';
import { settleNewFactor, tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import { recoveryCodes, totpCode, totpFactor } from '../factor-schema.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { findTotp, useTotpStep } from '../queries/factor-totps.ts';
import { originOf } from '../request-origin.ts';
import { showFactor } from '../rules/factor-show.ts';
import { totpStep } from '../rules/totp.ts';

export const confirmTotp = defineRoute({
  operation: 'accounts.confirmTotp',
  method: 'POST',
  path: '/v1/me/factors/totp/{id}/confirmation',
  summary: 'Show by a code that the app is set up; it counts from now on',
  permission: 'factor:manage',
  // Tries at the code count also when the rest is rolled back, and the answer may hold recovery codes.
  transaction: false,
  secretAnswer: true,
  params: idParams,
  body: z.strictObject({ code: totpCode }),
  response: z
    .strictObject({ factor: totpFactor, recoveryCodes: recoveryCodes.optional() })
    .meta({ id: 'NewTotpFactor' }),
  problems: ['recent_login_needed', 'code_wrong', 'conflict'],
  async handler({ ctx, sql, actor, params, body, request }) {
    const { user } = await requireRecentLogin(sql, ctx, actor);
    const counted = await countCodeTry(ctx, user.id);
    const begun = await findTotp(sql, user.id, params.id);
    // Before the transaction, because keys may have to be waited for.
    const secret = begun && (await ctx.secrets.openBytes(totpSecretPlace(begun.id), begun.secret));
    const answer = await ctx.db.transaction(async (tx) => {
      await lockFactorState(tx, user.id);
      const totp = await findTotp(tx, user.id, params.id);
      if (!totp || !secret) throw platformErrors.not_found('This set-up is not there any more. Begin again.');
      if (totp.confirmedAt) throw platformErrors.conflict('This app is set up already.');
      const now = ctx.clock.now();
      const step = totpStep(secret, body.code, { nowMs: now.getTime(), lastStep: totp.lastStep });
      if (step === undefined)
        throw factorErrors.code_wrong('The code does not fit. Is the clock of the device right?', {
          errors: [{ field: 'code', reason: 'is wrong' }],
        });
      await useTotpStep(tx, totp.id, step, now);
      const codes = await settleNewFactor(tx, ctx, user.id);
      await tellFactorChange(tx, ctx, {
        userId: user.id,
        event: factorEvents.factorAdded,
        payload: { factorId: totp.id, kind: 'totp' },
        actor,
        origin: originOf(request),
        mail: 'totpAdded',
      });
      return { factor: showFactor({ ...totp, lastUsedAt: now }), ...(codes && { recoveryCodes: codes }) };
    });
    await counted.succeeded();
    return answer;
  },
});
