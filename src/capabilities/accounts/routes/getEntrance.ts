import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { accountsConfig } from '../config.ts';
import { refreshTokenOf } from '../session-answer.ts';

export const getEntrance = defineRoute({
  operation: 'accounts.getEntrance',
  method: 'GET',
  path: '/v1/entrance',
  summary: 'How one gets in here: public, pages ask it before anybody is logged in',
  permission: PUBLIC,
  // By address, as that of refreshing: every page that an office opens asks it once.
  limit: { name: 'entrance', windowSeconds: 900, guest: 2000, user: 2000 },
  ownAuthorization: true,
  readsCookie: true,
  response: z.strictObject({
    demo: z.boolean().meta({ description: 'Anybody may become anyone: demo tokens exist' }),
    session: z.boolean().meta({
      description: 'The browser sent the cookie of a session; whether that still lives, refreshing it tells',
    }),
  }),
  async handler({ ctx, request }) {
    return {
      demo: ctx.config.get(accountsConfig).demo,
      session: refreshTokenOf(request, undefined) !== undefined,
    };
  },
});
