import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import type { EventDefinition } from '../../../platform/events/define-event.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { announceRights } from '../../live/api.ts';
import { partiesErrors } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { deleteMember, putMember, type Member } from '../queries/members.ts';
import { findPartyById, lockParty, updateParty, type Party } from '../queries/parties.ts';
import type { Reach } from '../queries/scope.ts';

interface Membership {
  companyId: string;
  personId: string;
}

type Clocked = Pick<Context, 'clock' | 'db'>;

/** @throws not_found, party_kind_wrong */
export async function addMember(
  tx: Transaction,
  { companyId, personId, title }: Membership & { title: string | null },
  reach: Reach,
  ports: Clocked,
): Promise<Member> {
  const company = await lockCompany(tx, companyId, reach);
  const person = await findPartyById(tx, personId);
  if (!person) throw platformErrors.not_found(`There is no person ${personId}.`);
  if (person.kind !== 'person')
    throw partiesErrors.party_kind_wrong(`${person.name} is a company; members are people.`);
  const { since, added } = await putMember(tx, { companyId, personId, title, since: ports.clock.now() });
  if (added) await tell(tx, company, partiesEvents.memberAdded, personId, reach, ports);
  return { companyId, personId, name: person.name, title, since };
}

/** Removing who is no member changes nothing. */
export async function removeMember(
  tx: Transaction,
  { companyId, personId }: Membership,
  reach: Reach,
  ports: Clocked,
): Promise<void> {
  const company = await lockCompany(tx, companyId, reach);
  if (await deleteMember(tx, companyId, personId))
    await tell(tx, company, partiesEvents.memberRemoved, personId, reach, ports);
}

async function lockCompany(tx: Transaction, id: string, reach: Reach): Promise<Party> {
  const company = requireVersion(await lockParty(tx, id, reach), undefined, `company ${id}`);
  if (company.kind !== 'company')
    throw partiesErrors.party_kind_wrong(`${company.name} is a person; only companies have members.`);
  return company;
}

async function tell(
  tx: Transaction,
  company: Party,
  event: EventDefinition,
  personId: string,
  { actor }: Reach,
  ports: Clocked,
): Promise<void> {
  const sequence = company.version + 1;
  await updateParty(tx, company.id, { version: sequence, updatedAt: ports.clock.now() });
  const subject = { entity: 'party', id: company.id };
  tx.withCommit(insertEvents(tx, [{ event, subject, sequence, actor, payload: { personId } }], ports));
  // Which user the person is, accounts know; membership changes seldom, so everybody is asked again.
  announceRights(tx, ports, null);
}
