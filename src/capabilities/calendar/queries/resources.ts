import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { resourceKinds } from '../schema.ts';

export interface ResourceRef {
  kind: (typeof resourceKinds)[number];
  id: string;
}

export interface Reach {
  actor: Actor;
  scope: Scope;
}

/** Locks the resource's row until the transaction ends; false when it has none yet. */
export async function lockResource(tx: Transaction, { kind, id }: ResourceRef): Promise<boolean> {
  const rows = await tx`select from calendar.resources where id = ${id} and kind = ${kind} for update`;
  return rows.length > 0;
}

export async function insertResource(
  tx: Transaction,
  { kind, id }: ResourceRef,
  { partyId, at }: { partyId: string | null; at: Date },
): Promise<void> {
  await tx`
    insert into calendar.resources (kind, id, party_id, created_at) values (${kind}, ${id}, ${partyId}, ${at})
    on conflict do nothing`;
}

export async function setResourceParty(
  tx: Transaction,
  { kind, id }: ResourceRef,
  partyId: string | null,
): Promise<void> {
  await tx`
    update calendar.resources set party_id = ${partyId}
    where id = ${id} and kind = ${kind} and party_id is distinct from ${partyId}::uuid`;
}

/** Which calendars the actor may reach: their own as a driver, those of their parties, or all. */
function visible(sql: Queryable, { actor, scope }: Reach) {
  const own = sql`(kind = 'driver' and id = ${actor.partyId}::uuid)`;
  switch (scope) {
    case 'all':
      return sql`true`;
    case 'own':
      return own;
    case 'party':
    case 'region':
      return sql`(${own} or party_id = ${actor.partyId}::uuid or party_id = any(${actor.companyIds as string[]}::uuid[]))`;
  }
}

export async function resourceReachable(
  sql: Queryable,
  { kind, id }: ResourceRef,
  reach: Reach,
): Promise<boolean> {
  const rows = await sql`
    select from calendar.resources where id = ${id} and kind = ${kind} and ${visible(sql, reach)}`;
  return rows.length > 0;
}
