import type { Scope } from '../../../platform/auth/actor.ts';
import type { Member } from '../queries/members.ts';
import type { Party } from '../queries/parties.ts';

/** A party as the API shows it; the office's notes are for the office. */
export function showParty(row: Party, scope: Scope) {
  const { createdBy: _, archivedAt, createdAt, updatedAt, ...shown } = row;
  return {
    ...shown,
    notes: scope === 'all' ? row.notes : null,
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export const showMember = (row: Member) => ({ ...row, since: row.since.toISOString() });
