import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { securityEvent } from '../../audit/api.ts';
import { addMember, createParty, getParty, requireParty } from '../../parties/api.ts';
import { accountsErrors } from '../errors.ts';
import { accountsEvents } from '../events.ts';
import { insertGrants } from '../queries/grants.ts';
import { insertUser, type User } from '../queries/users.ts';
import { personOf } from './startSession.ts';

export interface NewUser {
  mail: string;
  mailVerified: boolean;
  name: string;
  language: string;
  passwordHash: string | null;
  role: string;
  /** Who granted the role; default: the program itself. */
  grantedBy?: string;
  /** Who they are already, such as a driver, whether or not parties know them; default: a new person. */
  partyId?: string | null;
  /** A company that they belong to from now on. */
  companyId?: string | null;
  /** How it came to be: `signUp`, `invitation`, `setup`, `oidc`. */
  by: string;
}

/**
 * Makes a user with a role, and a person where there is none yet, in the caller's transaction.
 * @throws mail_taken when the address or the person has a user already
 */
export async function createUser(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'secrets' | 'db'>,
  order: NewUser,
): Promise<User> {
  const now = ctx.clock.now();
  const id = newId(ctx);
  const partyId = order.partyId ?? newId(ctx);
  const actor = personOf(id, partyId);
  if (order.partyId && (await getParty(tx, partyId))) await requireParty(tx, partyId, { kind: 'person' });
  else
    await createParty(
      tx,
      { id: partyId, kind: 'person', name: order.name, email: order.mail, language: order.language },
      actor,
      ctx,
    );
  const user = await insertUser(tx, {
    id,
    version: 1,
    partyId,
    mail: order.mail,
    mailVerifiedAt: order.mailVerified ? now : null,
    name: order.name,
    language: order.language,
    passwordHash: order.passwordHash,
    passwordChangedAt: order.passwordHash === null ? null : now,
    deactivatedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  if (!user) throw accountsErrors.mail_taken('This address, or this person, can log in already.');
  const { grantedBy = 'system' } = order;
  await insertGrants(tx, [{ userId: id, role: order.role, grantedBy, grantedAt: now }]);
  if (order.companyId) {
    const reach = { actor, scope: 'all' as const };
    await addMember(tx, { companyId: order.companyId, personId: partyId, title: null }, reach, ctx);
  }
  const { by, role } = order;
  const event = {
    event: accountsEvents.userCreated,
    subject: { entity: 'user', id },
    sequence: 1,
    actor,
    payload: { userId: id, partyId, by },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'account',
      outcome: 'success',
      operation: 'accounts.userCreated',
      actor,
      subject: event.subject,
      detail: { by, role },
    }),
  );
  return user;
}
