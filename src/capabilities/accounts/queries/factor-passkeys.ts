import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface PasskeyRow {
  id: string;
  userId: string;
  name: string;
  /** base64url */
  credentialId: string;
  /** COSE */
  publicKey: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
  aaguid: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  id, user_id, name, credential_id, public_key, counter, transports, synced, aaguid, created_at, last_used_at`;

export const listPasskeys = (sql: Queryable, userId: string): Promise<PasskeyRow[]> => sql<PasskeyRow[]>`
  select ${columns(sql)} from accounts.factor_passkeys where user_id = ${userId} order by created_at, id`;

export async function lockPasskey(tx: Transaction, credentialId: string): Promise<PasskeyRow | undefined> {
  const [row] = await tx<PasskeyRow[]>`
    select ${columns(tx)} from accounts.factor_passkeys where credential_id = ${credentialId} for update`;
  return row;
}

/** False when somebody has this very passkey already. */
export async function insertPasskey(tx: Transaction, row: Omit<PasskeyRow, 'lastUsedAt'>): Promise<boolean> {
  const { count } = await tx`
    insert into accounts.factor_passkeys
      (id, user_id, name, credential_id, public_key, counter, transports, synced, aaguid, created_at)
    values (${row.id}, ${row.userId}, ${row.name}, ${row.credentialId}, ${row.publicKey}, ${row.counter},
      ${row.transports}, ${row.synced}, ${row.aaguid}, ${row.createdAt})
    on conflict (credential_id) do nothing`;
  return count === 1;
}

export const usePasskey = (tx: Transaction, id: string, counter: number, synced: boolean, now: Date) => tx`
  update accounts.factor_passkeys
  set counter = ${counter}, synced = ${synced}, last_used_at = ${now} where id = ${id}`;
