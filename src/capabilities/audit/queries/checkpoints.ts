import type { Queryable } from '../../../platform/db/database.ts';
import type { SignedCheckpoint } from '../rules/checkpoint.ts';

export interface AuditKey {
  id: string;
  publicKey: string;
  /** Sealed. */
  privateKey: string;
}

/** The newest signs. */
export const listAuditKeys = (sql: Queryable): Promise<AuditKey[]> => sql<AuditKey[]>`
  select id, public_key, private_key from audit.signing_keys order by created_at desc, id`;

/** Of several processes the first one's key stays. */
export const insertFirstAuditKey = (sql: Queryable, key: AuditKey) => sql`
  insert into audit.signing_keys (id, public_key, private_key)
  select ${key.id}, ${key.publicKey}, ${key.privateKey}
  where pg_advisory_xact_lock(hashtext('audit.signing_keys')) is not null
    and not exists (select from audit.signing_keys)`;

export const insertCheckpoint = (sql: Queryable, checkpoint: SignedCheckpoint) => {
  const { kind, position, day, hash, keyId, signedAt, signature } = checkpoint;
  return sql`
    insert into audit.checkpoints (kind, position, day, hash, key_id, signed_at, signature)
    values (${kind}, ${position}, ${day}, ${Buffer.from(hash)}, ${keyId}, ${signedAt}, ${Buffer.from(signature)})`;
};

export const listCheckpoints = (sql: Queryable): Promise<SignedCheckpoint[]> => sql<SignedCheckpoint[]>`
  select kind, position, day, hash, key_id, signed_at, signature from audit.checkpoints order by id`;

export async function latestCheckpoint(
  sql: Queryable,
  kind?: SignedCheckpoint['kind'],
): Promise<SignedCheckpoint | undefined> {
  const [row] = await sql<SignedCheckpoint[]>`
    select kind, position, day, hash, key_id, signed_at, signature from audit.checkpoints
    where ${kind ? sql`kind = ${kind}` : sql`true`}
    order by position desc, id desc limit 1`;
  return row;
}
