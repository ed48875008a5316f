import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { endSessions } from '../actions/endSessions.ts';

export const endSession = defineRoute({
  operation: 'accounts.endSession',
  method: 'DELETE',
  path: '/v1/sessions/{id}',
  summary: 'Log out on one device of one’s own',
  permission: 'me:write',
  params: idParams,
  problems: ['not_found'],
  async handler({ ctx, tx, params, actor, request }) {
    const which = { userId: actor.id, only: params.id };
    const ended = await endSessions(tx, ctx, which, { reason: 'ended', actor, address: request.ip });
    if (ended === 0) throw platformErrors.not_found(`You have no open session ${params.id}.`);
  },
});
