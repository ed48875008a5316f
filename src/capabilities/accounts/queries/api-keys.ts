import type { Permission, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Reach } from './role-scope.ts';
import { visibleKeys } from './role-scope.ts';

/** One row of accounts.api_keys. */
export interface ApiKey {
  id: string;
  version: number;
  name: string;
  userId: string | null;
  partyId: string | null;
  companyIds: string[];
  regionIds: string[];
  permissions: Record<Permission, Scope>;
  tier: 'standard' | 'premium';
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  uses: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** With its secrets, newest first; those that are over are left out but for the newest. */
export interface ShownKey extends ApiKey {
  secrets: { hint: string; expiresAt: string | null }[];
}

const columns = (sql: Queryable) => sql`
  k.id, k.version, k.name, k.user_id, k.party_id, k.company_ids, k.region_ids, k.permissions, k.tier, k.expires_at,
  k.revoked_at, k.last_used_at, k.last_used_address, k.uses, k.created_by, k.created_at, k.updated_at`;

const secrets = (sql: Queryable) => sql`
  (select jsonb_agg(jsonb_build_object('hint', s.hint, 'expiresAt', s.expires_at) order by s.created_at desc, s.hint)
   from accounts.api_key_secrets s where s.key_id = k.id) as secrets`;

export async function findKey(sql: Queryable, id: string, reach: Reach): Promise<ShownKey | undefined> {
  const [row] = await sql<ShownKey[]>`
    select ${columns(sql)}, ${secrets(sql)} from accounts.api_keys k
    where k.id = ${id} and ${visibleKeys(sql, reach)}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockKey(tx: Transaction, id: string, reach: Reach): Promise<ShownKey | undefined> {
  await tx`select k.id from accounts.api_keys k where k.id = ${id} and ${visibleKeys(tx, reach)} for update`;
  return findKey(tx, id, reach);
}

export interface KeyFilter {
  userId?: string | undefined;
  revoked?: boolean | undefined;
  beforeId?: string | undefined;
  limit: number;
}

/** Newest first. */
export const listKeys = (
  sql: Queryable,
  { userId, revoked, beforeId, limit }: KeyFilter,
  reach: Reach,
): Promise<ShownKey[]> => sql<ShownKey[]>`
  select ${columns(sql)}, ${secrets(sql)} from accounts.api_keys k
  where ${visibleKeys(sql, reach)}
    ${userId ? sql`and k.user_id = ${userId}` : sql``}
    ${revoked === undefined ? sql`` : sql`and k.revoked_at is ${revoked ? sql`not null` : sql`null`}`}
    ${beforeId ? sql`and k.id < ${beforeId}` : sql``}
  order by k.id desc limit ${limit}`;

/** Whether it was written: false when the id is taken. */
export async function insertKey(tx: Transaction, row: ApiKey): Promise<boolean> {
  const { permissions, companyIds, regionIds, ...plain } = row;
  const rows = await tx`
    insert into accounts.api_keys ${tx({
      ...plain,
      permissions: tx.json(permissions),
      companyIds: tx.array(companyIds, 2951),
      regionIds: tx.array(regionIds, 2951),
    } as never)}
    on conflict do nothing returning id`;
  return rows.length > 0;
}

export async function updateKey(
  tx: Transaction,
  id: string,
  { permissions, ...plain }: Partial<ApiKey>,
): Promise<void> {
  const changes = { ...plain, ...(permissions && { permissions: tx.json(permissions) }) };
  await tx`update accounts.api_keys set ${tx(changes as never)} where id = ${id}`;
}

export async function insertSecret(
  tx: Transaction,
  row: { hash: Buffer; keyId: string; hint: string; createdAt: Date },
): Promise<void> {
  await tx`insert into accounts.api_key_secrets ${tx(row as never)}`;
}

/** Secrets of a key end at `until`, or earlier when they were to end before. */
export async function endSecrets(tx: Transaction, keyId: string, until: Date): Promise<void> {
  await tx`
    update accounts.api_key_secrets set expires_at = least(expires_at, ${until}) where key_id = ${keyId}`;
}

/** What a secret opens. */
export interface OpenedKey extends ApiKey {
  secretExpiresAt: Date | null;
  userDeactivatedAt: Date | null;
  userPartyId: string | null;
}

export async function findKeyBySecret(sql: Queryable, hash: Buffer): Promise<OpenedKey | undefined> {
  const [row] = await sql<OpenedKey[]>`
    select ${columns(sql)}, s.expires_at as secret_expires_at, u.deactivated_at as user_deactivated_at,
      u.party_id as user_party_id
    from accounts.api_key_secrets s join accounts.api_keys k on k.id = s.key_id
      left join accounts.users u on u.id = k.user_id
    where s.hash = ${hash}`;
  return row;
}

export async function findOpenKey(sql: Queryable, id: string): Promise<OpenedKey | undefined> {
  const [row] = await sql<OpenedKey[]>`
    select ${columns(sql)}, null::timestamptz as secret_expires_at, u.deactivated_at as user_deactivated_at,
      u.party_id as user_party_id
    from accounts.api_keys k left join accounts.users u on u.id = k.user_id
    where k.id = ${id}`;
  return row;
}

export interface KeyUse {
  id: string;
  uses: number;
  at: Date;
  address: string;
}

/** Uses of many keys at once. */
export async function addKeyUses(sql: Queryable, uses: readonly KeyUse[]): Promise<void> {
  await sql`
    update accounts.api_keys k
    set uses = k.uses + u.uses, last_used_at = greatest(k.last_used_at, u.at), last_used_address = u.address
    from unnest(${uses.map(({ id }) => id)}::uuid[], ${uses.map((use) => use.uses)}::integer[],
      ${uses.map(({ at }) => at.toISOString())}::timestamptz[], ${uses.map(({ address }) => address)}::text[])
      as u (id, uses, at, address)
    where k.id = u.id`;
}
