import type { Transaction } from '../../../platform/db/database.ts';

/** What kind of factor was changed; undefined when the user has none with this id. */
export type ChangedFactor = { kind: 'totp' | 'passkey'; name: string } | undefined;

export async function renameFactor(
  tx: Transaction,
  userId: string,
  id: string,
  name: string,
): Promise<ChangedFactor> {
  const [row] = await tx<{ kind: 'totp' | 'passkey'; name: string }[]>`
    with totp as (
      update accounts.factor_totps set name = ${name}
      where user_id = ${userId} and id = ${id} and confirmed_at is not null returning name
    ), passkey as (
      update accounts.factor_passkeys set name = ${name} where user_id = ${userId} and id = ${id} returning name
    )
    select 'totp' as kind, name from totp union all select 'passkey' as kind, name from passkey`;
  return row;
}

export async function deleteFactor(tx: Transaction, userId: string, id: string): Promise<ChangedFactor> {
  const [row] = await tx<{ kind: 'totp' | 'passkey'; name: string }[]>`
    with totp as (
      delete from accounts.factor_totps where user_id = ${userId} and id = ${id} returning name
    ), passkey as (
      delete from accounts.factor_passkeys where user_id = ${userId} and id = ${id} returning name
    )
    select 'totp' as kind, name from totp union all select 'passkey' as kind, name from passkey`;
  return row;
}

/** Everything at once, for who lost it all. */
export async function deleteAllFactors(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from accounts.factor_totps where user_id = ${userId}`;
  await tx`delete from accounts.factor_passkeys where user_id = ${userId}`;
  await tx`delete from accounts.factor_recovery_codes where user_id = ${userId}`;
  await tx`delete from accounts.factor_challenges where user_id = ${userId}`;
  await tx`update accounts.factor_states set required_since = null, recovery_made_at = null where user_id = ${userId}`;
}
