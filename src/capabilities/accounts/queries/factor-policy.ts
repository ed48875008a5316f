import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface FactorPolicyRow {
  version: number;
  requiredRoles: string[];
  graceDays: number;
}

export async function findFactorPolicy(sql: Queryable): Promise<FactorPolicyRow | undefined> {
  const [row] = await sql<FactorPolicyRow[]>`
    select version, required_roles, grace_days from accounts.factor_policy`;
  return row;
}

/** The row for a change, locked; made with `initial` when there was none. */
export async function lockFactorPolicy(
  tx: Transaction,
  initial: Omit<FactorPolicyRow, 'version'>,
  now: Date,
): Promise<FactorPolicyRow> {
  await tx`
    insert into accounts.factor_policy (version, required_roles, grace_days, updated_at)
    values (0, ${initial.requiredRoles}, ${initial.graceDays}, ${now}) on conflict (id) do nothing`;
  const [row] = await tx<FactorPolicyRow[]>`
    select version, required_roles, grace_days from accounts.factor_policy for update`;
  return row!;
}

export const updateFactorPolicy = (tx: Transaction, row: FactorPolicyRow, now: Date) => tx`
  update accounts.factor_policy
  set version = ${row.version}, required_roles = ${row.requiredRoles}, grace_days = ${row.graceDays},
    updated_at = ${now}`;
