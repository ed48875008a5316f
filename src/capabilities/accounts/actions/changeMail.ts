import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { accountsErrors } from '../errors.ts';
import { accountsEvents } from '../events.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { deleteLinks } from '../queries/links.ts';
import { findUserByMail, lockUser } from '../queries/users.ts';
import { saveUser } from './changeUser.ts';
import { noticeMail } from './noticeMail.ts';
import { personOf } from './startSession.ts';

/** Gives a user the address that they have shown to be theirs, and tells the old one. @throws mail_taken, link_not_valid */
export async function changeMail(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'db'>,
  { userId, mail, address }: { userId: string; mail: string; address: string },
): Promise<void> {
  const user = await lockUser(tx, userId);
  if (!user || user.deactivatedAt) throw linkNotValid();
  const owner = await findUserByMail(tx, mail);
  if (owner && owner.id !== user.id) throw accountsErrors.mail_taken('Somebody has this address by now.');
  const told = {
    event: accountsEvents.mailChanged,
    actor: personOf(user.id, user.partyId),
    kind: 'account' as const,
    address,
  };
  await saveUser(tx, ctx, user, { mail, mailVerifiedAt: ctx.clock.now() }, told);
  // A link to the old address would give the account to whoever reads it there.
  await deleteLinks(tx, 'passwordReset', { userId });
  await noticeMail(tx, { notice: 'mailChanged', mail: user.mail, name: user.name, language: user.language });
}
