import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable } from '../../../platform/db/database.ts';

export interface Reach {
  actor: Actor;
  scope: Scope;
}

/** The parties whose places are the actor's own. */
export const partiesOf = ({ actor, scope }: Reach): string[] => [
  ...(actor.partyId ? [actor.partyId] : []),
  ...(scope === 'own' ? [] : actor.companyIds),
];

/** Which places the actor may reach: of their parties, in their regions, or all. */
export function visible(sql: Queryable, reach: Reach) {
  switch (reach.scope) {
    case 'all':
      return sql`true`;
    case 'region':
      return sql`region_id = any(${reach.actor.regionIds as string[]}::uuid[])`;
    case 'own':
    case 'party':
      return sql`party_id = any(${partiesOf(reach)}::uuid[])`;
  }
}
