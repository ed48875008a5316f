import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { endSessions } from '../actions/endSessions.ts';

export const endOtherSessions = defineRoute({
  operation: 'accounts.endOtherSessions',
  method: 'DELETE',
  path: '/v1/sessions',
  summary: 'Log out everywhere but here',
  permission: 'me:write',
  response: z.strictObject({ ended: z.int() }),
  async handler({ ctx, tx, actor, request }) {
    const which = { userId: actor.id, except: actor.sessionId };
    return { ended: await endSessions(tx, ctx, which, { reason: 'ended', actor, address: request.ip }) };
  },
});
