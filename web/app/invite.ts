import { api, type Schema } from './api.ts';

type Invitation = Schema<'Invitation'>;

/**
 * A driver is a person with a party, and the invitation makes the account of exactly that person.
 * @returns the driver's id, and the invitation where accounts are (`invites`)
 */
export async function addDriver(
  { name, mail }: { name: string; mail?: string },
  invites = true,
): Promise<{ id: string; invitation: Invitation | undefined }> {
  const { id } = await api('parties.createParty', { body: { kind: 'person', name } });
  await api('deliveries.createDriver', { body: { id, name } });
  if (!invites) return { id, invitation: undefined };
  const body = { role: 'driver', name, partyId: id, ...(mail && { mail }) };
  return { id, invitation: await api('accounts.createInvitation', { body }) };
}

/** A link is told once: whoever lost it gets a new one, and the one before does not work any more. */
export async function inviteAgain({
  id,
  role,
  name,
  mail,
  partyId,
  companyId,
}: Pick<Invitation, 'id' | 'role' | 'name' | 'mail' | 'partyId' | 'companyId'>): Promise<Invitation> {
  await api('accounts.withdrawInvitation', { path: { id } });
  return api('accounts.createInvitation', {
    body: {
      role,
      ...(name && { name }),
      ...(mail && { mail }),
      ...(partyId && { partyId }),
      ...(companyId && { companyId }),
    },
  });
}
