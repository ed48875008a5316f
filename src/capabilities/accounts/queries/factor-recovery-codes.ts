import type { Transaction } from '../../../platform/db/database.ts';

/** The codes of before stop working. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  userId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await tx`delete from accounts.factor_recovery_codes where user_id = ${userId}`;
  await tx`
    insert into accounts.factor_recovery_codes
    ${tx(hashes.map((hash) => ({ user_id: userId, hash })) as never)}`;
  await tx`update accounts.factor_states set recovery_made_at = ${now} where user_id = ${userId}`;
}

/** True when it was there and unused; it is used from now on. */
export async function useRecoveryCode(
  tx: Transaction,
  userId: string,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  const { count } = await tx`
    update accounts.factor_recovery_codes set used_at = ${now}
    where user_id = ${userId} and hash = ${hash} and used_at is null`;
  return count === 1;
}

export const deleteRecoveryCodes = (tx: Transaction, userId: string) => tx`
  delete from accounts.factor_recovery_codes where user_id = ${userId}`;
