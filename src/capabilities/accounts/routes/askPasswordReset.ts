import { z } from 'zod';
import { guest } from '../../../platform/auth/actor.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { askForLink } from '../actions/askForLink.ts';
import { countMail } from '../login-throttle.ts';
import { mailAddress } from '../schema.ts';

export const askPasswordReset = defineRoute({
  operation: 'accounts.askPasswordReset',
  method: 'POST',
  path: '/v1/password-resets',
  summary: 'Ask for a link to choose a new password: public, for who cannot log in',
  description: 'The answer is the same whether or not anybody has the address; only then a mail is sent.',
  permission: PUBLIC,
  ownAuthorization: true,
  transaction: false,
  body: z.strictObject({ mail: mailAddress }),
  response: z.strictObject({ mailSent: z.literal(true) }),
  status: 202,
  problems: ['too_many_requests'],
  async handler({ ctx, body: { mail }, request }) {
    await countMail(ctx, { mail, address: request.ip });
    await ctx.db.transaction((tx) => askForLink(tx, ctx, { kind: 'passwordReset', mail }, guest));
    return { mailSent: true as const };
  },
});
