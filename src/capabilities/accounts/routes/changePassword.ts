import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { setPassword } from '../actions/setPassword.ts';
import { accountsErrors } from '../errors.ts';
import { confirmPassword } from '../own-user.ts';
import { passwordsOf } from '../passwords.ts';
import { lockUser } from '../queries/users.ts';
import { password } from '../schema.ts';

export const changePassword = defineRoute({
  operation: 'accounts.changePassword',
  method: 'PUT',
  path: '/v1/me/password',
  summary: 'Choose another password; ends the sessions on other devices',
  permission: 'me:write',
  transaction: false,
  body: z.strictObject({ currentPassword: password, newPassword: password }),
  problems: ['not_found', 'password_wrong', 'password_too_weak', 'too_many_requests'],
  async handler({ ctx, actor, body, request }) {
    const found = await confirmPassword(ctx, actor, {
      password: body.currentPassword,
      address: request.ip,
    });
    const passwordHash = await passwordsOf(ctx).hash(body.newPassword, found, 'newPassword');
    await ctx.db.transaction(async (tx) => {
      const user = await lockUser(tx, found.id);
      if (!user || user.passwordHash !== found.passwordHash)
        throw accountsErrors.password_wrong('The password was changed at this moment.');
      await setPassword(tx, ctx, user, {
        passwordHash,
        by: 'owner',
        actor,
        keepSession: actor.sessionId,
        address: request.ip,
      });
    });
    return undefined as never;
  },
});
