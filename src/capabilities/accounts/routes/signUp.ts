import { z } from 'zod';
import { guest } from '../../../platform/auth/actor.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { askForLink } from '../actions/askForLink.ts';
import { countMail } from '../login-throttle.ts';
import { passwordsOf } from '../passwords.ts';
import { language, mailAddress, password, personName } from '../schema.ts';

export const signUp = defineRoute({
  operation: 'accounts.signUp',
  method: 'POST',
  path: '/v1/sign-ups',
  summary: 'Ask for an account: public, for people who have none yet',
  description:
    'A link is sent to the address. The answer, and the time that it takes, are the same when there is an account already: then its owner gets a mail that says so.',
  permission: PUBLIC,
  ownAuthorization: true,
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({ mail: mailAddress, password, name: personName, language: language.optional() }),
  response: z.strictObject({ mailSent: z.literal(true) }),
  status: 202,
  problems: ['password_too_weak', 'too_many_requests'],
  async handler({ ctx, body, request }) {
    const { mail, name } = body;
    await countMail(ctx, { mail, address: request.ip });
    const passwordHash = await passwordsOf(ctx).hash(body.password, { name, mail });
    const details = { name, passwordHash, language: body.language ?? 'en' };
    await ctx.db.transaction((tx) => askForLink(tx, ctx, { kind: 'signUp', mail, details }, guest));
    return { mailSent: true as const };
  },
});
