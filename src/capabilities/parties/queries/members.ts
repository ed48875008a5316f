import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface Member {
  companyId: string;
  personId: string;
  name: string;
  title: string | null;
  since: Date;
}

/** Undefined when the person belongs to it already; their title is then set. */
export async function putMember(
  tx: Transaction,
  { companyId, personId, title, since }: Omit<Member, 'name'>,
): Promise<{ since: Date; added: boolean }> {
  const [row] = await tx<{ since: Date; added: boolean }[]>`
    insert into parties.members (company_id, person_id, title, since)
    values (${companyId}, ${personId}, ${title}, ${since})
    on conflict (company_id, person_id) do update set title = excluded.title
    returning since, xmax = 0 as added`;
  return row!;
}

/** Whether there was one. */
export async function deleteMember(tx: Transaction, companyId: string, personId: string): Promise<boolean> {
  const rows = await tx`
    delete from parties.members where company_id = ${companyId} and person_id = ${personId} returning person_id`;
  return rows.length > 0;
}

export const listMembersOf = (
  sql: Queryable,
  companyId: string,
  { afterId, limit }: { afterId?: string | undefined; limit: number },
): Promise<Member[]> => sql<Member[]>`
  select m.company_id, m.person_id, p.name, m.title, m.since
  from parties.members m join parties.parties p on p.id = m.person_id
  where m.company_id = ${companyId} ${afterId ? sql`and m.person_id > ${afterId}` : sql``}
  order by m.person_id limit ${limit}`;

export async function companyIdsOf(sql: Queryable, personId: string): Promise<string[]> {
  const rows = await sql<{ companyId: string }[]>`
    select company_id from parties.members where person_id = ${personId} order by company_id`;
  return rows.map(({ companyId }) => companyId);
}
