import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable } from '../../../platform/db/database.ts';

export interface Reach {
  actor: Actor;
  scope: Scope;
}

/** Which parties the actor may reach. Own: the person; party: also their companies and the people there. */
export function visible(sql: Queryable, { actor, scope }: Reach) {
  const companies = actor.companyIds as string[];
  switch (scope) {
    case 'all':
      return sql`true`;
    case 'own':
      return sql`id = ${actor.partyId}::uuid`;
    case 'party':
    case 'region':
      return sql`(id = ${actor.partyId}::uuid or id = any(${companies}::uuid[])
        or id in (select person_id from parties.members where company_id = any(${companies}::uuid[])))`;
  }
}
