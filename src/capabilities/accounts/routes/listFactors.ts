import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { factors } from '../factor-schema.ts';
import { currentFactorPolicy, standingOf } from '../factor-standing.ts';
import { listPasskeys } from '../queries/factor-passkeys.ts';
import { summarizeFactors } from '../queries/factor-states.ts';
import { listTotps } from '../queries/factor-totps.ts';
import { isFactorRequired } from '../rules/factor-policy.ts';
import { showFactor, showPasskey } from '../rules/factor-show.ts';

export const listFactors = defineRoute({
  operation: 'accounts.listFactors',
  method: 'GET',
  path: '/v1/me/factors',
  summary: 'Own second factors and passkeys, and whether one is required',
  permission: 'factor:manage',
  response: factors,
  async handler({ ctx, sql, actor }) {
    const user = await requireOwnUser(sql, actor);
    const [totps, passkeys, summary, policy] = await Promise.all([
      listTotps(sql, user.id),
      listPasskeys(sql, user.id),
      summarizeFactors(sql, user.id),
      currentFactorPolicy(sql),
    ]);
    const standing = standingOf(actor.roles, summary, policy, ctx.clock.now());
    return {
      totps: totps.map(showFactor),
      passkeys: passkeys.map(showPasskey),
      recoveryCodesLeft: summary.recoveryCodesLeft,
      required: isFactorRequired(actor.roles, policy),
      graceUntil: standing.kind === 'grace' ? standing.until.toISOString() : null,
    };
  },
});
