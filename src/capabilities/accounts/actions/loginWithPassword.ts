import { securityEvent } from '../../audit/api.ts';
import { accountsErrors } from '../errors.ts';
import { passwordsOf } from '../passwords.ts';
import type { Transport } from '../queries/sessions.ts';
import { findUserByMail, lockUser, updateUser } from '../queries/users.ts';
import { loginDecision, type LoginOutcome } from './loginDecision.ts';
import type { Device, SessionPorts } from './startSession.ts';

export interface PasswordLogin {
  mail: string;
  password: string;
  device: Device;
  transport: Transport;
  /** What the device was given when it was to be remembered. */
  rememberToken?: string | undefined;
  requestId: string;
}

/**
 * Looks at the password whether or not there is a user, and says no in one way.
 * @throws login_refused, overloaded
 */
export async function loginWithPassword(
  ctx: SessionPorts,
  { mail, password, device, transport, rememberToken, requestId }: PasswordLogin,
): Promise<LoginOutcome> {
  const passwords = passwordsOf(ctx);
  const found = await findUserByMail(ctx.db.sql, mail);
  const isRight = await passwords.verify(found?.passwordHash ?? null, password);
  const outcome =
    found && isRight
      ? await ctx.db.transaction(async (tx) => {
          const user = await lockUser(tx, found.id);
          // Deactivated, or given another password, while this one was looked at.
          if (!user || user.deactivatedAt || user.passwordHash !== found.passwordHash) return undefined;
          return loginDecision(tx, ctx, { user, device, transport, rememberToken, factors: ['password'] });
        })
      : undefined;
  if (!outcome) {
    await securityEvent(ctx.db.sql, ctx, {
      kind: 'login',
      outcome: 'failure',
      operation: 'accounts.login',
      ...(found && { subject: { entity: 'user', id: found.id } }),
      address: device.address,
      requestId,
      detail: { reason: !found ? 'unknownMail' : isRight ? 'notActive' : 'wrongPassword' },
    });
    throw accountsErrors.login_refused('Check both, or ask for a new password.');
  }
  if (found?.passwordHash && passwords.isOutdated(found.passwordHash)) {
    const passwordHash = await passwords.rehash(password);
    await ctx.db.transaction((tx) => updateUser(tx, found.id, { passwordHash }));
  }
  return outcome;
}
