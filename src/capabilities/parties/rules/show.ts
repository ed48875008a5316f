import { scopeOf, type Actor, type Scope } from '../../../platform/auth/actor.ts';
import type { Member } from '../queries/members.ts';
import type { Party } from '../queries/parties.ts';

/**
 * A party as the API shows it, its notes in the clear. Notes are for the office; without party:contact mail and phone
 * show just enough to recognise them by, but for one's own.
 */
export function showParty(row: Party, { actor, scope }: { actor: Actor; scope: Scope }) {
  const { createdBy: _, archivedAt, createdAt, updatedAt, ...shown } = row;
  const contact = row.id === actor.partyId || scopeOf(actor, 'party:contact') !== undefined;
  return {
    ...shown,
    email: contact ? row.email : maskMail(row.email),
    phone: contact ? row.phone : maskPhone(row.phone),
    notes: scope === 'all' ? row.notes : null,
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** `a***@example.org` */
const maskMail = (mail: string | null): string | null => mail && mail.replace(/^(.).*(@[^@]*)$/s, '$1***$2');

/** `*** 42` */
const maskPhone = (phone: string | null): string | null => phone && `*** ${phone.slice(-2)}`;

export const showMember = (row: Member) => ({ ...row, since: row.since.toISOString() });
