import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { partiesErrors } from './errors.ts';
import { findOperator, findPartyById, type Party } from './queries/parties.ts';

export { addMember } from './actions/changeMembers.ts';
export { changeParty } from './actions/changeParty.ts';
export { createParty, type NewParty } from './actions/createParty.ts';
export { companyIdsOf } from './queries/members.ts';
export type { Party } from './queries/parties.ts';

/** A person or company by id, whoever asks; archived ones as well, its notes sealed. For use inside the caller's transaction. */
export const getParty = (sql: Queryable, id: string): Promise<Party | undefined> => findPartyById(sql, id);

/** In whose name is delivered, as everyone may know it; null until somebody said so. */
export async function operatorOf(sql: Queryable): Promise<Pick<Party, 'name' | 'phone' | 'email'> | null> {
  const party = await findOperator(sql);
  return party ? { name: party.name, phone: party.phone, email: party.email } : null;
}

/**
 * A party that new work may name.
 * @param field which field of the request named it, for the problem
 * @throws not_found, party_archived, party_kind_wrong
 */
export async function requireParty(
  sql: Queryable,
  id: string,
  { kind, field = 'partyId' }: { kind?: Party['kind']; field?: string } = {},
): Promise<Party> {
  const party = await findPartyById(sql, id);
  const extras = (reason: string) => ({ errors: [{ field, reason }] });
  if (!party) throw platformErrors.not_found(`There is no party ${id}.`, extras('names no party'));
  if (party.archivedAt)
    throw partiesErrors.party_archived(`${party.name} is archived.`, extras('names an archived party'));
  if (kind && party.kind !== kind)
    throw partiesErrors.party_kind_wrong(
      `${party.name} is a ${party.kind}, not a ${kind}.`,
      extras(`must name a ${kind}`),
    );
  return party;
}
