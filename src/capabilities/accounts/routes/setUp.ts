import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { createUser } from '../actions/createUser.ts';
import { loginDecision } from '../actions/loginDecision.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { passwordsOf } from '../passwords.ts';
import { peekLink, takeLink } from '../queries/links.ts';
import { hasUsers, lockSetup } from '../queries/users.ts';
import { hashToken } from '../rules/secret-token.ts';
import {
  factorRequired,
  language,
  linkToken,
  mailAddress,
  password,
  personName,
  session,
  transport,
} from '../schema.ts';
import { answerLogin, deviceOf } from '../session-answer.ts';

export const setUp = defineRoute({
  operation: 'accounts.setUp',
  method: 'POST',
  path: '/v1/setup',
  summary: 'Make the first admin, which logs in: public, the token is the proof',
  description: 'The token is in the link that `caravan start` prints as long as there is no user.',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({
    token: linkToken,
    mail: mailAddress,
    name: personName,
    password,
    transport,
    language: language.optional(),
  }),
  response: z.union([session, factorRequired]),
  status: 201,
  problems: ['link_not_valid', 'password_too_weak'],
  async handler({ ctx, sql, body, request, reply }) {
    const { mail, name } = body;
    const hash = hashToken(body.token);
    if (!(await peekLink(sql, ['setup'], hash, ctx.clock.now()))) throw linkNotValid();
    const passwordHash = await passwordsOf(ctx).hash(body.password, { name, mail });
    const outcome = await ctx.db.transaction(async (tx) => {
      await lockSetup(tx);
      const link = await takeLink(tx, ['setup'], hash, ctx.clock.now());
      if (!link || (await hasUsers(tx))) throw linkNotValid();
      const user = await createUser(tx, ctx, {
        mail,
        mailVerified: true,
        name,
        language: body.language ?? 'en',
        passwordHash,
        role: 'admin',
        by: 'setup',
      });
      const device = deviceOf(request);
      return loginDecision(tx, ctx, { user, device, transport: body.transport, factors: ['password'] });
    });
    return answerLogin({ request, reply }, outcome, ctx, { status: 201 });
  },
});
