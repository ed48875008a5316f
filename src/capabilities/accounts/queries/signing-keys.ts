import type { Queryable } from '../../../platform/db/database.ts';

export interface SigningKey {
  id: string;
  secret: Uint8Array;
}

/** Keys that still verify, newest first. */
export const listSigningKeys = (sql: Queryable): Promise<SigningKey[]> => sql<SigningKey[]>`
  select id, secret from accounts.signing_keys
  where expires_at is null or expires_at > now()
  order by created_at desc, id desc limit 10`;

/** Two processes may start at once: the first key wins, the other is not written. */
export const insertFirstSigningKey = (sql: Queryable, key: SigningKey): Promise<unknown> => sql`
  insert into accounts.signing_keys (id, secret)
  select ${key.id}, ${Buffer.from(key.secret)}
  where pg_advisory_xact_lock(hashtext('accounts.signing_keys')) is not null
    and not exists (select from accounts.signing_keys where expires_at is null or expires_at > now())`;
