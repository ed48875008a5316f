import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface RememberedDevice {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export const insertRememberedDevice = (
  tx: Transaction,
  row: Omit<RememberedDevice, 'lastUsedAt'> & { userId: string; hash: Buffer },
) => tx`
  insert into accounts.factor_devices (id, user_id, hash, name, created_at, last_used_at, expires_at)
  values (${row.id}, ${row.userId}, ${row.hash}, ${row.name}, ${row.createdAt}, ${row.createdAt},
    ${row.expiresAt})`;

/** True when this browser need not take the second step; notes the use. */
export async function useRememberedDevice(
  tx: Transaction,
  userId: string,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  const { count } = await tx`
    update accounts.factor_devices set last_used_at = ${now}
    where user_id = ${userId} and hash = ${hash} and revoked_at is null and expires_at > ${now}`;
  return count === 1;
}

export const listRememberedDevices = (
  sql: Queryable,
  userId: string,
  now: Date,
): Promise<RememberedDevice[]> => sql<RememberedDevice[]>`
  select id, name, created_at, last_used_at, expires_at from accounts.factor_devices
  where user_id = ${userId} and revoked_at is null and expires_at > ${now}
  order by last_used_at desc, id limit 100`;

/** @param id one of them; without it all @returns how many */
export async function revokeRememberedDevices(
  tx: Transaction,
  userId: string,
  now: Date,
  id?: string,
): Promise<number> {
  const { count } = await tx`
    update accounts.factor_devices set revoked_at = ${now}
    where user_id = ${userId} and revoked_at is null ${id === undefined ? tx`` : tx`and id = ${id}`}`;
  return count;
}
