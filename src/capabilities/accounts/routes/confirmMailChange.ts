import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { changeMail } from '../actions/changeMail.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { deleteLinks, takeLink } from '../queries/links.ts';
import { hashToken } from '../rules/secret-token.ts';
import { linkToken } from '../schema.ts';

export const confirmMailChange = defineRoute({
  operation: 'accounts.confirmMailChange',
  method: 'POST',
  path: '/v1/mail-changes/confirm',
  summary: 'Use another mail address from now on: public, the token of its mail is the proof',
  permission: PUBLIC,
  ownAuthorization: true,
  body: z.strictObject({ token: linkToken }),
  problems: ['link_not_valid', 'mail_taken'],
  async handler({ ctx, tx, body, request }) {
    const link = await takeLink(tx, ['mailChange'], hashToken(body.token), ctx.clock.now());
    if (!link?.mail || !link.userId) throw linkNotValid();
    await changeMail(tx, ctx, { userId: link.userId, mail: link.mail, address: request.ip });
    await deleteLinks(tx, 'mailChange', { userId: link.userId });
  },
});
