import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable } from '../../../platform/db/database.ts';

/** The parties for which the actor orders: themselves and their companies. */
export const partiesOf = (actor: Actor): string[] => [
  ...(actor.partyId ? [actor.partyId] : []),
  ...actor.companyIds,
];

/** Which deliveries the actor may reach. Own: those they ordered or drive; party: those of their companies as well. */
export function visible(sql: Queryable, actor: Actor, scope: Scope) {
  switch (scope) {
    case 'all':
      return sql`true`;
    case 'region':
      return sql`region_id = any(${actor.regionIds as string[]}::uuid[])`;
    case 'party':
      return sql`customer_id = any(${partiesOf(actor)}::uuid[])`;
    case 'own':
      return sql`(driver_id = ${actor.partyId}::uuid or customer_id = ${actor.partyId}::uuid)`;
  }
}

/** The same for actions, where a driver whom an offer has left hears that rather than "not found". */
export function actionable(sql: Queryable, actor: Actor, scope: Scope) {
  return scope === 'own'
    ? sql`(${visible(sql, actor, scope)} or ${actor.partyId}::uuid = any(declined_by))`
    : visible(sql, actor, scope);
}

/** Which drivers the actor may reach. */
export function visibleDrivers(sql: Queryable, actor: Actor, scope: Scope) {
  switch (scope) {
    case 'all':
      return sql`true`;
    case 'region':
      return sql`region_id = any(${actor.regionIds as string[]}::uuid[])`;
    case 'party':
    case 'own':
      return sql`id = ${actor.partyId}::uuid`;
  }
}
