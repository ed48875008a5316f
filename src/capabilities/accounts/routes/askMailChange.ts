import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { askForLink } from '../actions/askForLink.ts';
import { countMail } from '../login-throttle.ts';
import { confirmPassword } from '../own-user.ts';
import { mailAddress, password } from '../schema.ts';

export const askMailChange = defineRoute({
  operation: 'accounts.askMailChange',
  method: 'POST',
  path: '/v1/me/mail-change',
  summary: 'Ask for a link that makes another mail address one’s own',
  description: 'The link goes to the new address. The answer does not say whether somebody has it.',
  permission: 'me:write',
  transaction: false,
  body: z.strictObject({ mail: mailAddress, currentPassword: password }),
  response: z.strictObject({ mailSent: z.literal(true) }),
  status: 202,
  problems: ['not_found', 'password_wrong', 'too_many_requests'],
  async handler({ ctx, actor, body, request }) {
    const { mail, currentPassword } = body;
    const user = await confirmPassword(ctx, actor, { password: currentPassword, address: request.ip });
    await countMail(ctx, { mail, address: request.ip });
    const { id: userId, name, language } = user;
    const link = { kind: 'mailChange', mail, userId, details: { name, language } } as const;
    await ctx.db.transaction((tx) => askForLink(tx, ctx, link, actor));
    return { mailSent: true as const };
  },
});
