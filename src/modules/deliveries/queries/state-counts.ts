import type { Queryable, Transaction } from '../../../platform/db/database.ts';

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
