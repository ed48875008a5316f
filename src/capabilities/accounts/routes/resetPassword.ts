import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { setPassword } from '../actions/setPassword.ts';
import { personOf } from '../actions/startSession.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { forgetDevices } from '../login-throttle.ts';
import { passwordsOf } from '../passwords.ts';
import { deleteLinks, peekLink, takeLink } from '../queries/links.ts';
import { findUser, lockUser } from '../queries/users.ts';
import { hashToken } from '../rules/secret-token.ts';
import { linkToken, password } from '../schema.ts';

export const resetPassword = defineRoute({
  operation: 'accounts.resetPassword',
  method: 'POST',
  path: '/v1/password-resets/confirm',
  summary: 'Choose a new password with the token of a mail: public, the token is the proof',
  description: 'Ends all sessions of the user; log in with the new password.',
  permission: PUBLIC,
  ownAuthorization: true,
  transaction: false,
  body: z.strictObject({ token: linkToken, password }),
  problems: ['link_not_valid', 'password_too_weak'],
  async handler({ ctx, body, request }) {
    const hash = hashToken(body.token);
    const peeked = await peekLink(ctx.db.sql, ['passwordReset'], hash, ctx.clock.now());
    const owner = peeked?.userId ? await findUser(ctx.db.sql, peeked.userId) : undefined;
    if (!owner || owner.deactivatedAt) throw linkNotValid();
    const passwordHash = await passwordsOf(ctx).hash(body.password, owner);
    await ctx.db.transaction(async (tx) => {
      const link = await takeLink(tx, ['passwordReset'], hash, ctx.clock.now());
      const user = link && (await lockUser(tx, owner.id));
      if (!user || user.deactivatedAt) throw linkNotValid();
      const actor = personOf(user.id, user.partyId);
      await setPassword(tx, ctx, user, { passwordHash, by: 'link', actor, address: request.ip });
      await deleteLinks(tx, 'passwordReset', { userId: user.id });
    });
    await forgetDevices(ctx, owner.mail);
    return undefined as never;
  },
});
