import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface Tally {
  name: 'offers' | 'promises';
  label: string;
  count: number;
}

export async function addToTallies(tx: Transaction, tallies: readonly Tally[]): Promise<void> {
  if (tallies.length === 0) return;
  await tx`
    insert into deliveries.tallies as t (name, label, count)
    select name, label, count from unnest(${tallies.map(({ name }) => name)}::text[],
      ${tallies.map(({ label }) => label)}::text[], ${tallies.map(({ count }) => count)}::bigint[])
      as n (name, label, count)
    order by name, label
    on conflict (name, label) do update set count = t.count + excluded.count`;
}

export function readTallies(
  sql: Queryable,
  name: Tally['name'],
): Promise<{ label: string; count: number }[]> {
  return sql`select label, count from deliveries.tallies where name = ${name} order by label`;
}
