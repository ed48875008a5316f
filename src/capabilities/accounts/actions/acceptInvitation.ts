import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { accountsEvents } from '../events.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { lockInvitation, updateInvitation } from '../queries/invitations.ts';
import type { Transport } from '../queries/sessions.ts';
import { stateOf } from '../rules/show.ts';
import { askForLink } from './askForLink.ts';
import { createUser } from './createUser.ts';
import { loginDecision, type LoginOutcome } from './loginDecision.ts';
import { personOf, type Device, type SessionPorts } from './startSession.ts';

export interface Acceptance {
  hash: Buffer;
  mail: string;
  name: string;
  passwordHash: string;
  device: Device;
  transport: Transport;
}

/** Makes the user that the invitation promises, once. @throws link_not_valid, mail_taken */
export async function acceptInvitation(
  tx: Transaction,
  ctx: SessionPorts,
  { hash, mail, name, passwordHash, device, transport }: Acceptance,
): Promise<LoginOutcome> {
  const row = await lockInvitation(tx, { hash });
  if (!row || stateOf(row, ctx.clock.now()) !== 'open') throw linkNotValid();
  // Only a link that came by mail shows that the address is theirs.
  const mailVerified = row.mail !== null && row.mail.toLowerCase() === mail.toLowerCase();
  const { language, role, partyId, companyId, invitedBy } = row;
  const user = await createUser(tx, ctx, {
    mail,
    mailVerified,
    name,
    language,
    passwordHash,
    role,
    grantedBy: invitedBy,
    partyId,
    companyId,
    by: 'invitation',
  });
  const version = row.version + 1;
  await updateInvitation(tx, row.id, { acceptedAt: ctx.clock.now(), acceptedBy: user.id, version });
  const actor = personOf(user.id, user.partyId);
  const event = {
    event: accountsEvents.invitationAccepted,
    subject: { entity: 'invitation', id: row.id },
    sequence: version,
    actor,
    payload: { userId: user.id, role },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
  if (!mailVerified)
    await askForLink(
      tx,
      ctx,
      { kind: 'verifyMail', mail, userId: user.id, details: { name, language } },
      actor,
    );
  return loginDecision(tx, ctx, { user, device, transport, factors: ['password'] });
}
