import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { createUser } from '../actions/createUser.ts';
import { loginDecision } from '../actions/loginDecision.ts';
import { verifyUserMail } from '../actions/verifyUserMail.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { deleteLinks, takeLink } from '../queries/links.ts';
import { hashToken } from '../rules/secret-token.ts';
import { factorRequired, linkToken, session, transport } from '../schema.ts';
import { answerLogin, deviceOf } from '../session-answer.ts';

export const verifyMail = defineRoute({
  operation: 'accounts.verifyMail',
  method: 'POST',
  path: '/v1/mail-verifications',
  summary: 'Confirm a mail address with the token of its mail, which logs in: public, the token is the proof',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({ token: linkToken, transport, deviceName: z.string().trim().max(100).optional() }),
  response: z.union([session, factorRequired]),
  problems: ['link_not_valid', 'mail_taken', 'user_deactivated'],
  async handler({ ctx, body, request, reply }) {
    const device = deviceOf(request, body.deviceName);
    const outcome = await ctx.db.transaction(async (tx) => {
      const link = await takeLink(tx, ['signUp', 'verifyMail'], hashToken(body.token), ctx.clock.now());
      if (!link?.mail) throw linkNotValid();
      const { mail, details, userId } = link;
      if (link.kind === 'verifyMail' && userId === null) throw linkNotValid();
      const user =
        userId === null
          ? await createUser(tx, ctx, {
              mail,
              mailVerified: true,
              name: details.name ?? mail,
              language: details.language ?? 'en',
              passwordHash: details.passwordHash ?? null,
              role: 'customer',
              by: 'signUp',
            })
          : await verifyUserMail(tx, ctx, { userId, mail });
      await deleteLinks(tx, link.kind, { mail });
      return loginDecision(tx, ctx, { user, device, transport: body.transport, factors: ['mail'] });
    });
    return answerLogin({ request, reply }, outcome, ctx);
  },
});
