import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { tellFactorChange } from '../factor-changes.ts';
import { factorEvents } from '../factor-events.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { deleteOidcIdentity } from '../queries/oidc-identities.ts';
import { originOf } from '../request-origin.ts';
import { requireWayIn } from '../ways-in.ts';

export const unlinkIdentity = defineRoute({
  operation: 'accounts.unlinkIdentity',
  method: 'DELETE',
  path: '/v1/me/identities/{id}',
  summary: 'Unlink a provider; something else must be left that lets in',
  permission: 'me:write',
  params: idParams,
  problems: ['recent_login_needed', 'last_way_in'],
  async handler({ ctx, tx, actor, params, request }) {
    const { user } = await requireRecentLogin(tx, ctx, actor);
    await lockFactorState(tx, user.id);
    const unlinked = await deleteOidcIdentity(tx, user.id, params.id);
    if (!unlinked) throw platformErrors.not_found(`You have no linked sign-in ${params.id}.`);
    await requireWayIn(tx, user);
    await tellFactorChange(tx, ctx, {
      userId: user.id,
      event: factorEvents.identityUnlinked,
      payload: { providerId: unlinked.providerId },
      actor,
      origin: originOf(request),
      mail: 'identityUnlinked',
    });
  },
});
