import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { visible } from './scope.ts';

export async function addToCounts(
  tx: Transaction,
  changes: readonly (readonly [state: string, { entered: number; present: number }])[],
): Promise<void> {
  if (changes.length === 0) return;
  const sorted = [...changes].sort(([a], [b]) => a.localeCompare(b));
  await tx`
    insert into deliveries.state_counts as c (state, entered, present)
    select state, entered, present from unnest(
      ${sorted.map(([state]) => state)}::text[], ${sorted.map(([, { entered }]) => entered)}::bigint[],
      ${sorted.map(([, { present }]) => present)}::bigint[]) as n (state, entered, present)
    on conflict (state) do update
    set entered = c.entered + excluded.entered, present = c.present + excluded.present`;
}

/** How many deliveries ever entered each state, and how many are in it now. */
export function readCounts(sql: Queryable): Promise<{ state: string; entered: number; present: number }[]> {
  return sql`select state, entered, present from deliveries.state_counts order by state`;
}

/** How many within the actor's reach are in each of the states now: counted, so for states that rows leave again. */
export function countVisible(
  sql: Queryable,
  states: readonly string[],
  { actor, scope }: { actor: Actor; scope: Scope },
): Promise<{ state: string; present: number }[]> {
  return sql`
    select state, count(*)::int as present from deliveries.deliveries
    where state = any(${states as string[]}) and ${visible(sql, actor, scope)}
    group by state`;
}
