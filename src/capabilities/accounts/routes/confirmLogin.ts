import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { confirmLogin as confirm } from '../actions/confirmLogin.ts';
import { factorErrors } from '../factor-errors.ts';
import { requireOwnUser } from '../factor-account.ts';
import { countProof, refuseProof } from '../factor-proof.ts';
import { challengeToken, proofFields } from '../factor-schema.ts';
import { summarizeFactors } from '../queries/factor-states.ts';
import { recentSeconds } from '../rules/recent-login.ts';
import { password } from '../schema.ts';

export const confirmLogin = defineRoute({
  operation: 'accounts.confirmLogin',
  method: 'POST',
  path: '/v1/me/confirmation',
  summary: 'Show again who one is, before something that matters',
  description:
    'With one of `password`, `code`, `recoveryCode`, or `passkey` and its `challenge`. Who has a second factor shows that; a password alone does not do then.',
  permission: 'factor:manage',
  // Tries count also when the rest is rolled back.
  transaction: false,
  body: z
    .strictObject({ password: password.optional(), ...proofFields, challenge: challengeToken.optional() })
    .refine(
      ({ challenge: _challenge, ...proofs }) =>
        Object.values(proofs).filter((proof) => proof !== undefined).length === 1,
      'must have one of password, code, recoveryCode and passkey',
    ),
  response: z
    .strictObject({
      recentUntil: z.iso.datetime().meta({ description: 'It need not be shown again before' }),
    })
    .meta({ id: 'Confirmation' }),
  problems: ['factor_refused', 'recent_login_needed'],
  async handler({ ctx, sql, actor, body, request }) {
    const user = await requireOwnUser(sql, actor);
    const { sessionId } = actor;
    if (sessionId === undefined) throw factorErrors.recent_login_needed('This token belongs to no login.');
    const summary = await summarizeFactors(sql, user.id);
    const counted = await countProof(ctx, user.id, body);
    if (!(await confirm(ctx, request, { user, summary, sessionId, proof: body })))
      return refuseProof(ctx, request, user.id, 'accounts.confirmLogin');
    await counted.succeeded();
    return { recentUntil: new Date(ctx.clock.nowMs() + recentSeconds * 1000).toISOString() };
  },
});
