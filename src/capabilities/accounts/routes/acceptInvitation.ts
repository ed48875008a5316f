import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { acceptInvitation as accept } from '../actions/acceptInvitation.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { passwordsOf } from '../passwords.ts';
import { countRefusedTry, findInvitationByToken } from '../queries/invitations.ts';
import { hashToken } from '../rules/secret-token.ts';
import { stateOf } from '../rules/show.ts';
import {
  factorRequired,
  linkToken,
  mailAddress,
  password,
  personName,
  session,
  transport,
} from '../schema.ts';
import { answerLogin, deviceOf } from '../session-answer.ts';

export const acceptInvitation = defineRoute({
  operation: 'accounts.acceptInvitation',
  method: 'POST',
  path: '/v1/invitations/accept',
  summary: 'Accept an invitation, which logs in: public, the token is the proof',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({
    token: linkToken,
    mail: mailAddress.optional().meta({ description: 'Needed where the invitation names none' }),
    name: personName,
    password,
    transport,
    deviceName: z.string().trim().max(100).optional(),
  }),
  response: z.union([session, factorRequired]),
  status: 201,
  problems: ['link_not_valid', 'mail_taken', 'password_too_weak', 'party_archived', 'party_kind_wrong'],
  async handler({ ctx, sql, body, request, reply }) {
    const hash = hashToken(body.token);
    const peeked = await findInvitationByToken(sql, hash);
    if (!peeked || stateOf(peeked, ctx.clock.now()) !== 'open') throw linkNotValid();
    const mail = body.mail ?? peeked.mail;
    if (mail === null)
      throw platformErrors.invalid_request('The invitation needs your mail address.', {
        errors: [{ field: 'mail', reason: 'is missing' }],
      });
    const { name } = body;
    const passwordHash = await passwordsOf(ctx).hash(body.password, { name, mail });
    const device = deviceOf(request, body.deviceName);
    try {
      const outcome = await ctx.db.transaction((tx) =>
        accept(tx, ctx, { hash, mail, name, passwordHash, device, transport: body.transport }),
      );
      return answerLogin({ request, reply }, outcome, ctx, { status: 201 });
    } catch (error) {
      if ((error as { code?: string }).code === 'mail_taken') await countRefusedTry(sql, hash);
      throw error;
    }
  },
});
