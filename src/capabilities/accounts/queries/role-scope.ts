import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable } from '../../../platform/db/database.ts';

export interface Reach {
  actor: Actor;
  scope: Scope;
}

/** Which keys the actor may reach. Own: those that they made or that act for them; party: also for their companies. */
export function visibleKeys(sql: Queryable, { actor, scope }: Reach) {
  const own = sql`(k.created_by = ${actor.id} or k.user_id::text = ${actor.id}
    or k.party_id = ${actor.partyId}::uuid)`;
  switch (scope) {
    case 'all':
      return sql`true`;
    case 'party':
      return sql`(${own} or k.party_id = any(${actor.companyIds as string[]}::uuid[])
        or (cardinality(k.company_ids) > 0 and k.company_ids <@ ${actor.companyIds as string[]}::uuid[]))`;
    case 'region':
    case 'own':
      return own;
  }
}
