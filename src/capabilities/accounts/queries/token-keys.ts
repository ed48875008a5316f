import type { Queryable, Transaction } from '../../../platform/db/database.ts';

/** One row of accounts.token_keys. */
export interface StoredKey {
  id: string;
  publicKey: Buffer;
  privateKey: Buffer;
  signsFrom: Date;
  reservedUntil: Date | null;
  expiresAt: Date | null;
  createdAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, public_key, private_key, signs_from, reserved_until, expires_at, created_at`;

/** Keys that verify now, the one that signs last first. */
export const listTokenKeys = (sql: Queryable, now: Date): Promise<StoredKey[]> => sql<StoredKey[]>`
  select ${columns(sql)} from accounts.token_keys
  where expires_at is null or expires_at > ${now}
  order by signs_from desc, id desc limit 100`;

/** Two processes may start or rotate at once: one after the other decides whether a key is needed. */
export const lockTokenKeys = (tx: Transaction) => tx`
  select pg_advisory_xact_lock(hashtext('accounts.token_keys'))`;

export const insertTokenKey = (tx: Transaction, row: StoredKey) => tx`
  insert into accounts.token_keys ${tx(row as never)}`;

/** A key that signs no more verifies until the last token that it signed is over. */
export const retireTokenKeys = (tx: Transaction, newestId: string, lastUsualExpiry: Date) => tx`
  update accounts.token_keys set expires_at = greatest(${lastUsualExpiry}::timestamptz, reserved_until)
  where id <> ${newestId} and expires_at is null`;

/** A token that lives longer than usual keeps its key with it. */
export const reserveTokenKey = (sql: Queryable, id: string, until: Date) => sql`
  update accounts.token_keys
  set reserved_until = greatest(reserved_until, ${until}::timestamptz),
      expires_at = case when expires_at is null then null else greatest(expires_at, ${until}::timestamptz) end
  where id = ${id}`;

export const dropTokenKeysBefore = (tx: Transaction, before: Date) => tx`
  delete from accounts.token_keys where expires_at < ${before}`;
