import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface FactorState {
  version: number;
  requiredSince: Date | null;
  recoveryMadeAt: Date | null;
}

/** The user's row, locked until the transaction ends and made when there is none: answers and changes wait in line. */
export async function lockFactorState(tx: Transaction, userId: string): Promise<FactorState> {
  await tx`insert into accounts.factor_states (user_id) values (${userId}) on conflict (user_id) do nothing`;
  const [row] = await tx<FactorState[]>`
    select version, required_since, recovery_made_at from accounts.factor_states
    where user_id = ${userId} for update`;
  return row!;
}

/** The next number in the line of events about the user's factors. The row must be locked. */
export async function nextFactorVersion(tx: Transaction, userId: string): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    update accounts.factor_states set version = version + 1 where user_id = ${userId} returning version`;
  return row!.version;
}

export const setRequiredSince = (tx: Transaction, userId: string, since: Date | null) => tx`
  update accounts.factor_states set required_since = ${since} where user_id = ${userId}`;

export interface FactorSummary {
  totpCount: number;
  passkeyCount: number;
  recoveryCodesLeft: number;
  requiredSince: Date | null;
}

/** What a login asks: which factors there are. */
export async function summarizeFactors(sql: Queryable, userId: string): Promise<FactorSummary> {
  const [row] = await sql<FactorSummary[]>`
    select
      (select count(*)::int from accounts.factor_totps
        where user_id = ${userId} and confirmed_at is not null) as totp_count,
      (select count(*)::int from accounts.factor_passkeys where user_id = ${userId}) as passkey_count,
      (select count(*)::int from accounts.factor_recovery_codes
        where user_id = ${userId} and used_at is null) as recovery_codes_left,
      (select required_since from accounts.factor_states where user_id = ${userId}) as required_since`;
  return row!;
}
